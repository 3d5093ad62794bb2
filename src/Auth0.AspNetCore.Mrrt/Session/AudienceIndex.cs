using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Finds the additional tokens that may be for an audience by a number for each audience, which a processor
/// compares several of at once: to compare every text takes longer than all else together where there are many.</summary>
internal sealed class AudienceIndex(ImmutableArray<AccessTokenSet> sets)
{
    private readonly int[] _numbers = [.. sets.Select(set => NumberOf(set.Audience))];

    /// <summary>Two audiences may have the same number: whoever is given a candidate compares the text.</summary>
    public AudienceCandidates Of(string? audience) => new(sets.AsSpan(), _numbers, NumberOf(audience));

    private static int NumberOf(string? audience)
    {
        var words = MemoryMarshal.Cast<char, ulong>(audience.AsSpan());
        var number = (ulong)(audience?.Length ?? 0);
        foreach (var word in words)
        {
            number = BitOperations.RotateLeft(number, 7) ^ word;
        }

        foreach (var letter in audience.AsSpan(words.Length * 4))
        {
            number = BitOperations.RotateLeft(number, 7) ^ letter;
        }

        return (int)(number ^ (number >> 32));
    }
}
