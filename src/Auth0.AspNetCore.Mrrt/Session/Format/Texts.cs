using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>An empty text stands for none, as in the items of a ticket.</summary>
internal static class Texts
{
    public static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static PackedText Given(PackedText text) => text.IsEmpty ? default : text;
}
