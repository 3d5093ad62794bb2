using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The sections of a session's tokens, by themselves.</summary>
internal static class TokenBytes
{
    public static byte[] Of(SessionTokens tokens)
    {
        var writer = new PayloadWriter();
        TokenSections.Write(writer, tokens, apart: false).Should().BeNull();
        KeptSections.Write(writer, [], tokens.Kept);
        return writer.ToArray();
    }

    public static (byte[] First, SeparateTokens? Separate) OfParts(SessionTokens tokens)
    {
        var writer = new PayloadWriter();
        var separate = TokenSections.Write(writer, tokens, apart: true);
        KeptSections.Write(writer, [], tokens.Kept);
        return (writer.ToArray(), separate);
    }

    public static SessionTokens Read(byte[] payload, SealedPart? sealedPart = null)
    {
        var reader = new PayloadReader(payload);
        var sections = new SectionReader(reader);
        var tokens = new TokenSections(sealedPart);
        while (sections.TryNext(out var tag))
        {
            tokens.ReadOrKeep(reader, tag);
        }

        return tokens.Build() ?? throw new FormatException("There is no session.");
    }
}
