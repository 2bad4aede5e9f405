import Alerting

/// Reads the tests of `Alerts/tests/`.
package enum AlertTestFiles {
    /// - Throws: all errors that were found, with their places.
    package static func load(path: String) throws(DeclaredErrors) -> [(file: String, test: AlertTest)] {
        let (files, unread) = DeclaredFolder.files(of: path, except: [])
        var problems = unread
        var tests: [(file: String, test: AlertTest)] = []
        for file in files {
            do throws(DeclaredErrors) {
                for root in try DeclaredNode.documents(of: file) { tests += read(root, file.path, &problems) }
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw DeclaredErrors(problems) }
        return tests
    }

    private static func read(_ root: DeclaredNode, _ path: String, _ problems: inout [DeclaredProblem]) -> [(
        file: String, test: AlertTest
    )] {
        guard case .mapping(let entries) = root.content, entries.count == 1, entries[0].key.scalar == "tests",
            case .list(let rows) = entries[0].value.content
        else {
            if !root.isNull { problems.append(DeclaredProblem(root.place(in: path), "a file of tests is one list named tests:")) }
            return []
        }
        return rows.compactMap { row in
            let unknown = NodeDecoder.UnknownKeys()
            do {
                let test = try NodeDecoder(node: row, unknown: unknown).decode(AlertTest.self)
                for (key, known) in unknown.found {
                    let name = key.scalar ?? ""
                    let advice = Wording.didYouMean(name, among: known)
                    problems.append(
                        DeclaredProblem(key.place(in: path), "test has the unknown key \(Wording.quoted(name))\(advice)"))
                }
                return (path, test)
            } catch let error as DecodingError {
                let fault = NodeFault(error)
                problems.append(DeclaredProblem(row.node(at: fault.path).place(in: path), "test\(fault.message)"))
            } catch {
                problems.append(DeclaredProblem(row.place(in: path), "test: \(error)"))
            }
            return nil
        }
    }
}
