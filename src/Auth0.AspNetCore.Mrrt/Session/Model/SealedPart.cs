namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The part of a session that stands beside its first one, still encrypted.</summary>
internal abstract class SealedPart
{
    /// <summary>How many letters it takes in a cookie.</summary>
    public abstract int TextLength { get; }

    /// <summary>The bytes, in an array of the caller's own.</summary>
    /// <exception cref="FormatException">A text stands for no bytes.</exception>
    public abstract byte[] ToArray();

    /// <summary>Writes its letters in a cookie.</summary>
    public abstract void WriteText(Span<char> text);

    public override string ToString() => "sealed part";
}
