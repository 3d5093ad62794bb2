namespace Auth0.AspNetCore.Mrrt.Session.Compact;

/// <summary>Long texts, most of them JWTs: the tokens of one session come from few issuers and share their
/// headers.</summary>
internal sealed class TokenTexts
{
    /// <summary>Before a text as it is; a JWT has its header's number plus one here.</summary>
    private const int AsItIs = 0;

    private readonly List<byte[]> _written = [];
    private readonly List<(int Start, int Length)> _read = [];

    public void Write(PayloadWriter writer, string? text)
    {
        if (text is null || PackedJwt.Parts(text) is not var (header, payload, signature))
        {
            writer.Number(AsItIs);
            writer.Text(text);
            return;
        }

        var number = _written.FindIndex(known => known.AsSpan().SequenceEqual(header));
        writer.Number((number < 0 ? _written.Count : number) + 1);
        if (number < 0)
        {
            writer.Bytes(header);
            _written.Add(header);
        }

        writer.Bytes(payload);
        writer.Bytes(signature);
    }

    public PackedText Read(PayloadReader reader)
    {
        var head = reader.Number();
        if (head == AsItIs)
        {
            return new PackedText(reader.Text());
        }

        var number = head - 1;
        if (number > (ulong)_read.Count)
        {
            throw new FormatException("A header was not written before.");
        }

        if (number == (ulong)_read.Count)
        {
            _read.Add(reader.Bytes());
        }

        return new PackedText(new PackedJwt(reader.Payload, _read[(int)number], reader.Bytes(), reader.Bytes()));
    }
}
