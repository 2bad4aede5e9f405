extension MailBody {
    /// One HTML document without scripts, forms or anything remote; readable at the width of a phone.
    func html(title: String, color: String) -> String {
        var result = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(MailText.html(title))</title></head>
            <body style="margin:0;padding:12px;font:16px/1.4 sans-serif;color:#1b1b1b;background:#ffffff">
            <p style="margin:0 0 12px;padding:10px 12px;border-left:6px solid \(color);background:#f4f4f4;font-weight:bold">\(MailText.html(summary))</p>

            """
        for section in sections { result += html(section) }
        return result + "</body></html>\n"
    }

    private func html(_ section: Section) -> String {
        var result =
            "<h2 style=\"font-size:13px;margin:16px 0 4px;color:#555;text-transform:uppercase\">\(MailText.html(section.title))</h2>\n"
        for line in section.lines {
            switch line {
            case .text(let text): result += "<p style=\"margin:2px 0\">\(MailText.html(text))</p>\n"
            case .item(let text): result += "<p style=\"margin:2px 0 2px 14px\">&bull; \(MailText.html(text))</p>\n"
            case .command(let text):
                result +=
                    "<pre style=\"margin:4px 0;padding:8px;background:#eee;white-space:pre-wrap\">\(MailText.html(text))</pre>\n"
            }
        }
        return result
    }
}
