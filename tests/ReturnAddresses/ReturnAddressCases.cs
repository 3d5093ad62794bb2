namespace Auth0.AspNetCore.Mrrt.ReturnAddresses;

/// <summary>Return addresses as data: what leads elsewhere in any disguise, what only looks like it, what is plainly
/// here.</summary>
internal static class ReturnAddressCases
{
    private const string Root = "/";

    /// <summary>All of these become the root.</summary>
    private static readonly Dictionary<string, string[]> Refused = new()
    {
        ["another host"] =
        [
            "http://evil.example", "http://evil.example/", "https://evil.example", "https://evil.example/orders",
            "https://evil.example:443/", "https://127.0.0.1.evil.example/", "https://localhost.evil.example/",
            "https://evil.example?/orders", "https://evil.example#/orders", "https://evil.example/?x=https://localhost/",
            "http://[::1]/", "http://[::ffff:203.0.113.9]/", "http://203.0.113.9/", "http://3405803785/", "http://0xcb007109/",
            "https://evil%2Eexample/", "https://xn--vil-xpa.example/", "https://evil.example./",
        ],
        ["two slashes"] =
        [
            "//evil.example", "//evil.example/", "//evil.example/orders", "//evil.example:8443", "//evil.example?x", "//evil.example#x",
            "///evil.example", "////evil.example", "/////evil.example/orders", "//", "///", "//.", "//..", "//?x", "//#x", "//%2f",
            "//evil.example/%2e%2e", "//evil.example/..", "//[::1]", "//203.0.113.9", "//0", "//%65vil.example", "//.evil.example",
            "//evil%E3%80%82example", "// evil.example", "//localhost", "//127.0.0.1",
        ],
        ["backslashes"] =
        [
            "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "/\\\\evil.example", "//\\evil.example",
            "\\//evil.example", "\\\\/evil.example", "\\/\\/evil.example", "/\\", "\\", "\\\\", "\\evil.example", "/\\evil.example\\..",
            "/orders\\..\\\\evil.example", "/orders\\", "/orders?x=\\", "/orders/\\evil.example", "/.\\/evil.example", "/..\\/evil.example",
            "/\\@evil.example", "/\\\tevil.example", "/\\%2f/evil.example", "https:\\\\evil.example", "https:/\\evil.example",
        ],
        ["tabs and newlines inside"] =
        [
            "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\r\n/evil.example", "/\t\t\t/evil.example", "/\t\\evil.example",
            "/\n\\evil.example", "\t//evil.example", "\n//evil.example", "\r\n//evil.example", "/\t/\tevil.example", "//\tevil.example",
            "/\t", "/\n", "/orders\n", "/orders\tx", "/orders\r\nLocation: https://evil.example", "/\r\n\r\n<script>alert(1)</script>",
            "ht\ttps://evil.example", "https:\n//evil.example", "h\rttps\t:\n//evil.example", "java\tscript:alert(1)",
            "/orders\r\nSet-Cookie: session=1", "/.\t//evil.example", "/\t./evil.example",
        ],
        ["spaces and controls around"] =
        [
            " ", "  ", " //evil.example", "   //evil.example", " /\\evil.example", " https://evil.example", "https://evil.example ",
            " /orders", "\u0001//evil.example", "\u0000//evil.example", "\u001f//evil.example", "\u000b//evil.example",
            "\u000c//evil.example", "\u0008https://evil.example", "\u001b/orders", "\u0000", "\u0000/", "/\u0000/evil.example",
            "/\u0001/evil.example", "/\u000b/evil.example", "/\u000c/evil.example", "/\u001f/evil.example", "/orders\u0000",
            "/orders\u0000.html", "/orders\u001b[31m", "/\u0000", "//evil.example\u0000", "/\u0008/evil.example", "\u00a0//evil.example",
            "\u2028//evil.example", "\ufeff//evil.example", "\u200b//evil.example", "\u0085//evil.example", "\u3000//evil.example",
        ],
        ["schemes"] =
        [
            "HTTPS://evil.example", "hTTp://evil.example", "https:evil.example", "http:evil.example", "https:/evil.example",
            "http:/evil.example", "http:///evil.example", "https:////evil.example", "https://", "http:", "https:", ":", "://evil.example",
            ":evil.example", "http:/orders", "http:orders", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript://evil.example/%0aalert(1)",
            "javascript:/orders", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)",
            "file:///etc/passwd", "file://evil.example/share", "ftp://evil.example", "ws://evil.example", "wss://evil.example",
            "mailto:user@evil.example", "tel:+49", "about:blank", "blob:https://evil.example/1", "view-source:https://evil.example",
            "filesystem:https://evil.example/x", "intent://evil.example#Intent;end", "ms-settings:", "x:", "x://y", "1http://evil.example",
        ],
        ["userinfo"] =
        [
            "//localhost@evil.example", "//localhost:80@evil.example", "https://localhost@evil.example/", "https://localhost:pw@evil.example/",
            "https://localhost%2f@evil.example", "https://localhost%00@evil.example", "//user:pw@evil.example", "///localhost@evil.example",
            "https://evil.example#@localhost/", "https://evil.example\\@localhost/", "https://evil.example?@localhost/", "@evil.example",
            "localhost@evil.example", "https:localhost@evil.example", "//@evil.example", "//:@evil.example",
        ],
        ["dot segments"] =
        [
            "/.//evil.example", "/..//evil.example", "/././/evil.example", "/x/..//evil.example", "/x/y/../..//evil.example",
            "/x/../..//evil.example", "/.///evil.example", "/x/.././/evil.example", "/%2e//evil.example", "/%2E//evil.example",
            "/%2e%2e//evil.example", "/.%2e//evil.example", "/x/%2e%2e//evil.example", "/x/.%2E//evil.example", "/x/%2e.//evil.example",
            "/x/..//", "/..//?x", "/..//#x", "/../..//evil.example/orders", "/./..//evil.example",
        ],
        ["relative"] =
        [
            "orders", "orders/1", "./orders", "../orders", "..//evil.example", ".//evil.example", ".", "..", "?x", "#x", "?x=//evil.example",
            "~/orders", "evil.example", "www.evil.example/orders", "evil.example:443", "%2f%2fevil.example", "%2Forders", "%5c%5cevil.example",
            "%09//evil.example", "%20//evil.example", "&#47;&#47;evil.example", "\"//evil.example", "'//evil.example", "<//evil.example>",
            ";//evil.example", ",/orders", "*", "%", "%00/",
        ],
        ["letters that look like slashes"] =
        [
            "\uff0f\uff0fevil.example", "\uff0f/evil.example", "\u2215\u2215evil.example", "\u2044\u2044evil.example", "\u29f8/evil.example",
            "\u3002/evil.example", "\uff3c\uff3cevil.example", "\uff48ttps://evil.example", "https\uff1a//evil.example",
            "//evil\u3002example", "//\uff45vil.example", "//ev\u0131l.example", "//\u24d4vil.example", "\u2f2f\u2f2fevil.example",
        ],
        ["long"] =
        [
            "//" + new string('a', 1500), "//evil.example/" + new string('a', 1500), "/" + new string('/', 1500) + "evil.example",
            new string(' ', 1500) + "//evil.example", "/" + new string('\t', 1500) + "/evil.example", "/" + string.Concat(Enumerable.Repeat("x/../", 300)) + "/evil.example",
        ],
    };

    /// <summary>All of these are here as they are, whatever they look like.</summary>
    private static readonly Dictionary<string, string[]> Kept = new()
    {
        ["plainly here"] =
        [
            "/", "/orders", "/orders/", "/orders/1", "/orders?x=1&y=2", "/orders#end", "/orders?x=1#end", "/?x", "/#x", "/orders/?", "/a.b/c-d_e~f",
            "/orders;v=1", "/orders/1,2", "/(orders)", "/orders!", "/orders*", "/orders'", "/$orders", "/orders+1", "/orders=1", "/orders&1",
            "/" + new string('a', 1500), "/orders?x=" + new string('a', 1500),
        ],
        ["here in spite of its looks"] =
        [
            "/evil.example", "/.evil.example", "/@evil.example", "/:80", "/:@evil.example", "/user:pw@evil.example", "/http:evil.example",
            "/https://evil.example", "/https:/evil.example", "/javascript:alert(1)", "/data:text/html,x", "/orders//evil.example", "/orders///",
            "/?//evil.example", "/?x=//evil.example", "/?x=https://evil.example", "/#//evil.example", "/#https://evil.example", "/;//evil.example",
            "/orders?//", "/?@evil.example", "/#@evil.example", "/ /evil.example", "/orders ", "/ ", "/orders/..", "/orders/../invoices", "/../orders",
            "/./orders", "/.", "/..", "/...", "/..evil.example", "/~/evil.example", "/\"//evil.example", "/<script>alert(1)</script>", "/{x}|^`",
        ],
        ["encoded"] =
        [
            "/%2f/evil.example", "/%2fevil.example", "/%2Fevil.example", "/%2f%2fevil.example", "/%5cevil.example", "/%5C/evil.example", "/%5c%5cevil.example",
            "/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20https://evil.example", "/%00/evil.example", "/%20/evil.example",
            "/%252f%252fevil.example", "/%25%32%66evil.example", "/%c0%afevil.example", "/%ef%bc%8fevil.example", "/%40evil.example", "/%3a%2f%2fevil.example",
            "/%", "/%%", "/%2", "/%zz", "/%u002f%u002fevil.example", "/%2e", "/%2e%2e", "/%2e%2e/orders", "/%61", "/orders%3Fx", "/orders%23x",
        ],
    };

    /// <summary>Here as well, but no header can hold them as they are: they are written as a browser would.</summary>
    private static readonly Dictionary<string, string> Written = new()
    {
        ["/\u00fcbersicht"] = "/%C3%BCbersicht",
        ["/orders?city=K\u00f6ln"] = "/orders?city=K%C3%B6ln",
        ["/orders#\u00fc"] = "/orders#%C3%BC",
        ["/\u6ce8\u6587"] = "/%E6%B3%A8%E6%96%87",
        ["/\ud83d\ude00"] = "/%F0%9F%98%80",
        ["/%C3%BC\u00fc"] = "/%C3%BC%C3%BC",
        ["/\uff0fevil.example"] = "/%EF%BC%8Fevil.example",
        ["/\uff0f\uff0fevil.example"] = "/%EF%BC%8F%EF%BC%8Fevil.example",
        ["/\u2215evil.example"] = "/%E2%88%95evil.example",
        ["/\u2044evil.example"] = "/%E2%81%84evil.example",
        ["/\u29f8evil.example"] = "/%E2%A7%B8evil.example",
        ["/\uff3cevil.example"] = "/%EF%BC%BCevil.example",
        ["/\u2216evil.example"] = "/%E2%88%96evil.example",
        // What is left of them in eight bits is a slash, a backslash, a newline.
        ["/\u2f2fevil.example"] = "/%E2%BC%AFevil.example",
        ["/\u012fevil.example"] = "/%C4%AFevil.example",
        ["/\u015cevil.example"] = "/%C5%9Cevil.example",
        ["/orders\u010d\u010aLocation: https://evil.example"] = "/orders%C4%8D%C4%8ALocation: https://evil.example",
        ["/\u0085/evil.example"] = "/%C2%85/evil.example",
        ["/\u00a0/evil.example"] = "/%C2%A0/evil.example",
        ["/\u2028/evil.example"] = "/%E2%80%A8/evil.example",
        ["/\u3000/evil.example"] = "/%E3%80%80/evil.example",
        ["/\u200b/evil.example"] = "/%E2%80%8B/evil.example",
        ["/\ufeff/evil.example"] = "/%EF%BB%BF/evil.example",
        ["/\u202e/elpmaxe.live"] = "/%E2%80%AE/elpmaxe.live",
        ["/\u007f/evil.example"] = "/%7F/evil.example",
        ["/orders\u007f"] = "/orders%7F",
    };

    public static IReadOnlyList<ReturnAddressCase> All { get; } =
    [
        .. Refused.SelectMany(family => family.Value.Select(given => new ReturnAddressCase(family.Key, given, Root))),
        .. Kept.SelectMany(family => family.Value.Select(given => new ReturnAddressCase(family.Key, given, given))),
        .. Written.Select(pair => new ReturnAddressCase("not for a header", pair.Key, pair.Value)),
    ];
}
