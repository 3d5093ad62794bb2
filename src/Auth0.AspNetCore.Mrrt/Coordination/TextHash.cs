namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>A keyed hash of a text. Two numbers of 64 bits take less room in a dictionary than one of 128, which is aligned.</summary>
internal readonly record struct TextHash(ulong First, ulong Second)
{
    public override int GetHashCode() => (int)First;
}
