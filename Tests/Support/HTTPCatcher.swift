import Foundation

/// Python's http.server on loopback that keeps what it is sent by POST.
package final class HTTPCatcher: Sendable {
    package let port: Int
    private let process: Process
    private let log: String

    /// - Parameters:
    ///   - answer: the status of every answer, until the file `answer` of the folder says another.
    ///   - body: what it says beside.
    package init(folder: TemporaryFolder, answer: Int = 200, body: String = "") throws {
        log = folder.path("http-\(UUID().uuidString)")
        let script = """
            import http.server, os, sys, threading
            class H(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                    words = ['POST', self.path, self.headers['Content-Type'], self.headers['Authorization'] or '', body]
                    open(sys.argv[1], 'a').write(' '.join(words) + '\\n')
                    told = open(sys.argv[1] + '.answer').read() if os.path.exists(sys.argv[1] + '.answer') else sys.argv[2]
                    self.send_response(int(told)); self.end_headers(); self.wfile.write(sys.argv[3].encode())
                def log_message(self, *a): pass
            s = http.server.HTTPServer(('127.0.0.1', 0), H)
            print(s.server_address[1], flush=True)
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            s.serve_forever()
            """
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, log, "\(answer)", body]
        let (output, input) = (Pipe(), Pipe())
        (process.standardOutput, process.standardInput) = (output, input)
        try process.run()
        var line = ""
        while !line.contains("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += String(decoding: more, as: UTF8.self)
        }
        guard let port = Int(line.prefix { $0.isNumber }) else { throw CocoaError(.executableNotLoadable) }
        self.port = port
    }

    deinit { process.terminate() }

    /// From now on it answers with this status.
    package func answer(_ status: Int) throws {
        try Data("\(status)".utf8).write(to: URL(fileURLWithPath: log + ".answer"), options: .atomic)
    }

    /// `POST PATH TYPE AUTHORIZATION BODY`, a line each.
    package var requests: [String] {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// The bodies alone.
    package var bodies: [String] {
        requests.compactMap { line in line.firstRange(of: "[{").map { String(line[$0.lowerBound...]) } }
    }
}
