namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A text that may be long and is seldom asked for: itself, or still packed.</summary>
internal readonly struct PackedText
{
    private readonly object? _held;

    public PackedText(string? text) => _held = text;

    public PackedText(PackedJwt jwt) => _held = jwt;

    public PackedText(PackedUtf8 text) => _held = text;

    public string? Unpack() => _held switch
    {
        PackedJwt jwt => jwt.Text,
        PackedUtf8 text => text.Text,
        _ => (string?)_held,
    };

    /// <summary>Whether it holds no letter.</summary>
    public bool IsEmpty => _held is null or "" or PackedUtf8 { Length: 0 };

    /// <summary>Never shows what it holds.</summary>
    public override string ToString() => "packed text";
}
