/// The style sheet of the page.
enum HTMLPage {
    static let style = """
        :root{--ink:#1c2733;--dim:#52606d;--line:#d5dde3;--paper:#eef3f6;--bad:#c1121f}
        *{box-sizing:border-box}
        html,body{height:100%;margin:0;font:14px/1.45 "DejaVu Sans",Verdana,system-ui,sans-serif;color:var(--ink);background:#fff}
        body{display:flex;flex-direction:column}
        header{display:flex;gap:24px;align-items:center;justify-content:space-between;padding:10px 18px;border-bottom:1px solid var(--line)}
        h1{font-size:20px;margin:0;max-height:2.6em;overflow:hidden;overflow-wrap:anywhere}header>div{min-width:0}header p{margin:2px 0 0;color:var(--dim);font-size:12px}
        #find{position:relative;width:340px;max-width:45vw}
        #search{width:100%;padding:8px 12px;border:1px solid #b8c4cd;border-radius:8px;font:inherit}
        #search:focus-visible,button:focus-visible,canvas:focus-visible{outline:3px solid #1f6f8b;outline-offset:1px}
        #hits{position:absolute;z-index:5;top:100%;left:0;right:0;margin:4px 0 0;padding:4px;list-style:none;background:#fff;border:1px solid var(--line);border-radius:8px;box-shadow:0 6px 24px #1c273322;max-height:60vh;overflow:auto}
        #hits button{display:block;width:100%;text-align:left;border:0;background:none;padding:5px 8px;font:inherit;border-radius:5px;cursor:pointer}
        #hits button:hover,#hits button.on{background:var(--paper)}#hits small{color:var(--dim)}
        main{position:relative;flex:1;min-height:0;display:flex}
        canvas{flex:1;min-width:0;min-height:0;width:100%;height:100%;background:var(--paper);cursor:grab;touch-action:none}
        canvas.drag{cursor:grabbing}
        #zoom{position:absolute;left:14px;top:14px;display:flex;flex-direction:column;gap:4px}
        #zoom button{width:34px;height:34px;border:1px solid #b8c4cd;border-radius:8px;background:#fff;font-size:18px;cursor:pointer}
        #scale{position:absolute;left:18px;bottom:16px;font-size:11px;pointer-events:none}
        #scale span{display:block;border:2px solid var(--ink);border-top:0;padding:0 4px;text-align:center}
        #panel{width:310px;flex:none;overflow:auto;border-left:1px solid var(--line);padding:4px 18px 20px}
        section h2{font-size:13px;margin:16px 0 6px}
        label{display:flex;gap:8px;align-items:center;padding:2px 0;cursor:pointer}
        .row{display:flex;gap:10px;align-items:center;padding:2px 0}.row b{margin-left:auto;font-weight:400;color:var(--dim)}
        #details dl{display:grid;grid-template-columns:auto 1fr;gap:3px 12px;margin:6px 0;font-size:12.5px}
        dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
        #details button.ref{border:0;background:none;padding:0;font:inherit;color:#1f6f8b;text-decoration:underline;cursor:pointer;text-align:left}
        .state{display:inline-block;padding:1px 8px;border-radius:9px;background:#3f4f63;color:#fff;font-size:12px}
        .state.up{background:#1f6f8b}.state.down{background:var(--bad)}.state.unobserved{background:#6b7280}.state.unknown{background:#8a5a12}
        #causes .cause{margin:14px 0 0;padding:10px 12px;border:2px solid var(--bad);border-radius:8px;cursor:pointer;width:100%;background:#fff;text-align:left;font:inherit}
        #causes .cause strong{color:#a50e1a;display:block}
        @media(max-width:760px){main{flex-direction:column}#panel{width:auto;height:38vh;border-left:0;border-top:1px solid var(--line)}header{flex-direction:column;align-items:stretch}#find{width:auto;max-width:none}}
        """
}
