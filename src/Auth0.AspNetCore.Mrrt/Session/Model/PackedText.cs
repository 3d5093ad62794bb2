namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A text that may be long and is seldom asked for: itself, or still packed.</summary>
internal readonly struct PackedText
{
    private readonly object? _held;

    public PackedText(string? text) => _held = text;

    public PackedText(PackedJwt jwt) => _held = jwt;

    public PackedText(PackedUtf8 text) => _held = text;

    public static implicit operator PackedText(string? text) => new(text);

    /// <summary>Packs a text that will be written more than once.</summary>
    public static PackedText Of(string? text) =>
        text is not null && PackedJwt.Of(text) is { } jwt ? new PackedText(jwt) : new PackedText(text);

    public string? Unpack() => _held switch
    {
        PackedJwt jwt => jwt.Text,
        PackedUtf8 text => text.Text,
        _ => (string?)_held,
    };

    /// <summary>About how many bytes it takes.</summary>
    public int Length => _held switch
    {
        PackedJwt jwt => jwt.Header.Length + jwt.Payload.Length + jwt.Signature.Length,
        PackedUtf8 text => text.Length,
        string text => text.Length,
        _ => 0,
    };

    /// <summary>Whether it holds no letter.</summary>
    public bool IsEmpty => _held is null or "" or PackedUtf8 { Length: 0 };

    /// <summary>The text as a JWT. Null when it is none.</summary>
    public PackedJwt? Jwt => _held as PackedJwt ?? (_held is string text ? PackedJwt.Of(text) : null);

    /// <summary>The text as the bytes that it was read from. Null when it was not.</summary>
    public PackedUtf8? Utf8 => _held as PackedUtf8;

    /// <summary>Whether the other text is the same one. Makes no texts of two JWTs.</summary>
    public bool Is(PackedText other) =>
        ReferenceEquals(_held, other._held)
        || (_held is PackedJwt jwt && other._held is PackedJwt another ? jwt.Is(another) : Unpack() == other.Unpack());

    /// <summary>Never shows what it holds.</summary>
    public override string ToString() => "packed text";
}
