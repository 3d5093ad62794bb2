using System.Text;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>Records, as a coordinator sees them: bytes that it cannot read.</summary>
internal static class Records
{
    /// <summary>Ids are bytes to a coordinator: none is another one in disguise.</summary>
    public static IReadOnlyList<string> StrangeIds { get; } =
    [
        "a", "A", "a ", " a", "a'; DROP TABLE session; --", "%", "_", "\\", "\"", "ä", "a\u0308", "🙂", new string('x', 300),
    ];

    /// <summary>Bytes of every value, and many of them.</summary>
    public static byte[] Large { get; } = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7 / 3))];

    /// <summary>A generation whose bytes say whose it is.</summary>
    public static SessionRecord Of(long generation, string content = "") =>
        new(generation, [.. Encoding.UTF8.GetBytes($"{generation} {content}"), 0, 255, 0]);
}
