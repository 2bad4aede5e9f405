// The templates as compiled in. `Alerts/templates/` holds the same, for people to change; a test compares them.

extension MailTemplates {
    /// By name.
    package static let builtInTexts: [String: String] = {
        let order = [
            "what", "since", "impact", "cause", "where", "others", "changes", "commands", "held_back", "next", "why", "sites",
        ]
        let recovery = ["what", "since", "impact", "cause", "where", "held_back", "next", "why", "sites"]
        let notice = ["facts", "incidents", "not_opened", "runs_out", "healed", "when", "why"]
        return [
            "problem.txt": text(order), "update.txt": text(order), "recovery.txt": text(recovery), "heartbeat.txt": text(notice),
            "problem.html": html(order), "update.html": html(order), "recovery.html": html(recovery),
            "heartbeat.html": html(notice),
            "section.txt": sectionText, "section.html": sectionHTML, "head.html": head,
            "foot.html": "</div></div></body></html>\n",
        ]
    }()

    private static func text(_ sections: [String]) -> String {
        "{{summary}}\n\n" + sections.map { "{{#\($0)}}{{>section.txt}}{{/\($0)}}\n" }.joined()
    }

    private static func html(_ sections: [String]) -> String {
        "{{>head.html}}\n" + sections.map { "{{#\($0)}}{{>section.html}}{{/\($0)}}\n" }.joined() + "{{>foot.html}}\n"
    }

    private static let sectionText = """

        {{heading}}
        {{#lines}}
        {{#text}}
        {{.}}
        {{/text}}
        {{#item}}
        - {{.}}
        {{/item}}
        {{#command}}
          {{.}}
        {{/command}}
        {{/lines}}

        """

    private static let sectionHTML = """
        <h2 style="font-size:12px;margin:18px 0 3px;color:#5f6368;letter-spacing:.07em;text-transform:uppercase">{{title}}</h2>
        {{#lines}}
        {{#text}}
        <p style="margin:3px 0;overflow-wrap:anywhere">{{.}}</p>
        {{/text}}
        {{#item}}
        <p style="margin:3px 0;padding-left:14px;text-indent:-14px;overflow-wrap:anywhere">&bull;&nbsp; {{.}}</p>
        {{/item}}
        {{#command}}
        <pre style="margin:5px 0;padding:9px 10px;background:#f1f3f4;border-radius:6px;font-size:14px;white-space:pre-wrap;overflow-wrap:anywhere">{{.}}</pre>
        {{/command}}
        {{/lines}}

        """

    /// No script, no form, nothing that is fetched; one column, readable at the width of a phone.
    private static let head = """
        <!DOCTYPE html>
        <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{subject}}</title></head>
        <body style="margin:0;background:#e8eaed;font:16px/1.4 Roboto,'Segoe UI',Helvetica,Arial,sans-serif;color:#202124">
        <div style="max-width:640px;margin:0 auto;background:#ffffff">
        <div style="padding:14px 16px;background:{{color}};color:#ffffff">
        <div style="font-size:13px;font-weight:bold;letter-spacing:.07em">{{state}}{{#incident}} &middot; {{.}}{{/incident}}</div>
        <div style="font-size:20px;font-weight:bold;line-height:1.25;margin-top:3px;overflow-wrap:anywhere">{{headline}}</div>
        {{#subline}}
        <div style="margin-top:5px;overflow-wrap:anywhere">{{.}}</div>
        {{/subline}}
        </div>
        <div style="padding:2px 16px 22px">

        """
}
