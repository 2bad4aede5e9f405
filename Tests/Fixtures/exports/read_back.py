"""Reads exports with readers that are not ours and prints what they found, one JSON object a folder and a line.

Each argument is a folder that holds map.dot, map.graphml, ... of one network. A reader that refuses a file prints its error.
"""
import csv, io, json, os, re, sqlite3, struct, sys
import xml.etree.ElementTree as ET
import networkx as nx

KML = "{http://www.opengis.net/kml/2.2}"


def degrees(graph):
    return sorted(d for _, d in graph.degree())


def graph(g):
    return {"nodes": g.number_of_nodes(), "edges": g.number_of_edges(), "degrees": degrees(g)}


def graphml(path):
    return graph(nx.read_graphml(path, force_multigraph=True))


def gexf(path):
    g = nx.read_gexf(path)
    return graph(g)


def cytoscape(path):
    return graph(nx.cytoscape_graph(json.load(open(path))))


def netjson(path):
    d = json.load(open(path))
    assert d["type"] == "NetworkGraph" and {"protocol", "version", "metric", "nodes", "links"} <= d.keys()
    g = nx.MultiGraph()
    g.add_nodes_from(n["id"] for n in d["nodes"])
    for l in d["links"]:
        assert isinstance(l["cost"], (int, float)) and g.has_node(l["source"]) and g.has_node(l["target"])
        g.add_edge(l["source"], l["target"])
    return graph(g)


def network(path):
    d = json.load(open(path))
    g = nx.MultiGraph()
    g.add_nodes_from(x["id"] for x in d["devices"])
    g.add_edges_from((l["a"]["device"], l["b"]["device"]) for l in d["links"])
    return graph(g)


def position(p):
    assert len(p) == 2 and -180 <= p[0] <= 180 and -90 <= p[1] <= 90, p


def geojson(path):
    d = json.load(open(path))
    assert d["type"] == "FeatureCollection" and "crs" not in d
    kinds, placed = {}, 0
    for f in d["features"]:
        assert f["type"] == "Feature" and isinstance(f["properties"], dict)
        kind, g = f["properties"]["type"], f["geometry"]
        kinds[kind] = kinds.get(kind, 0) + 1
        if g is None:
            continue
        placed += kind == "site"
        parts = {"Point": lambda c: [[c]], "LineString": lambda c: [c], "MultiLineString": lambda c: c}[g["type"]](g["coordinates"])
        for part in parts:
            assert g["type"] == "Point" or len(part) >= 2
            for p in part:
                position(p)
            # RFC 7946, 3.1.9: no line runs over the 180th meridian.
            assert all(abs(a[0] - b[0]) <= 180 for a, b in zip(part, part[1:]))
    sites = {f["id"]: f["geometry"]["coordinates"] for f in d["features"] if f["properties"]["type"] == "site" and f["geometry"]}
    return {"nodes": kinds.get("site", 0), "edges": kinds.get("link", 0), "placed": placed, "sites": sites}


def kml(path):
    root = ET.parse(path).getroot()
    count = {}
    for folder in root.iter(KML + "Folder"):
        marks = folder.findall(KML + "Placemark")
        count[folder.find(KML + "name").text] = len(marks)
        for c in folder.iter(KML + "coordinates"):
            for p in c.text.split():
                position([float(v) for v in p.split(",")])
    return {"nodes": count.get("Sites", 0), "edges": count.get("Links", 0)}


def table(path):
    rows = list(csv.reader(io.StringIO(open(path, newline="").read(), newline=""), strict=True))
    assert all(len(r) == len(rows[0]) for r in rows)
    types = [r[0] for r in rows[1:]]
    return {"nodes": types.count("device"), "edges": types.count("link")}


def gpkg(path):
    db = sqlite3.connect(path)
    assert db.execute("pragma integrity_check").fetchone() == ("ok",) and not db.execute("pragma foreign_key_check").fetchall()
    assert db.execute("pragma application_id").fetchone() == (0x47504B47,)
    layers = [r[0] for r in db.execute("select table_name from gpkg_contents")]
    count = {}
    for layer in layers:
        rows = db.execute(f'select geom from "{layer}"').fetchall()
        count[layer] = len(rows)
        for (g,) in rows:
            if g is not None:
                assert g[:4] == b"GP\0\1" and struct.unpack("<I", g[4:8]) == (4326,) and g[8] == 1
                kind = struct.unpack("<I", g[9:13])[0]
                n = 1 if kind == 1 else struct.unpack("<I", g[13:17])[0]
                at = 13 if kind == 1 else 17
                assert len(g) == at + 16 * n
                for i in range(n):
                    position(struct.unpack("<dd", g[at + 16 * i : at + 16 * i + 16]))
    return {"nodes": count.get("site", 0), "edges": count.get("link", 0)}


def html(path):
    text = open(path, encoding="utf-8").read()
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", text, re.S)
    assert len(scripts) == 2 and "src=" not in text and not re.search(r"(href|url\(|@import|//cdn|https?://(?!www\.w3\.org))", text)
    d = json.loads(scripts[0])
    return {"nodes": len(d["nodes"]), "edges": len(d["links"])}


def svg(path):
    root = ET.parse(path).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    uses = [u for u in root.iter("{http://www.w3.org/2000/svg}use") if u.find("{http://www.w3.org/2000/svg}title") is not None]
    lines = [p for p in root.iter("{http://www.w3.org/2000/svg}path") if p.find("{http://www.w3.org/2000/svg}title") is not None]
    return {"nodes": len(uses), "edges": len(lines)}


def mermaid(path):
    lines = open(path, encoding="utf-8").read().split("\n")
    assert lines[0] == "---" and lines[3] == "flowchart LR"
    nodes = [l for l in lines if re.fullmatch(r'  n\d+[\[({]+"[^"]*"[\])}]+(:::\w+)?', l)]
    edges = [l for l in lines if re.fullmatch(r'  n\d+ (---|-\.-)(\|"[^"]*"\|)? n\d+', l)]
    return {"nodes": len(nodes), "edges": len(edges)}


READERS = {
    "graphml": graphml, "gexf": gexf, "cytoscape": cytoscape, "netjson": netjson, "json": network, "geojson": geojson, "kml": kml,
    "csv": table, "gpkg": gpkg, "html": html, "svg": svg, "mermaid": mermaid,
}

for folder in sys.argv[1:]:
    found = {}
    for name, read in READERS.items():
        path = os.path.join(folder, "map." + name)
        try:
            found[name] = read(path)
            if name != "gpkg":
                text = open(path, "rb").read().decode("utf-8")
                bad = re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", text)
                assert bad is None, "control character %r" % bad.group()
        except Exception as error:  # noqa: BLE001: the test shows whatever the reader says
            found[name] = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(found))
