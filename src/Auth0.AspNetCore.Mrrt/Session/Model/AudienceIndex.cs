using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>Finds the additional tokens that may be for an audience by a number for each audience, which a processor
/// compares several of at once: to compare every text takes longer than all else together where there are many.</summary>
internal sealed class AudienceIndex
{
    /// <summary>As many letters as a processor takes at once.</summary>
    private const int Sample = sizeof(ulong) / sizeof(char);

    private const int Several = -1;

    private readonly AccessTokenSet[] _sets;
    private readonly int[] _numbers;

    /// <summary>Where the first set of a number is, plus one, by a hash of the number. 0 for no number, and
    /// <see cref="Several"/> for more than one.</summary>
    private readonly int[] _slots;

    private readonly int _shift;

    public AudienceIndex(ImmutableArray<AccessTokenSet> sets)
    {
        _sets = [.. sets.OrderBy(set => NumberOf(set.Audience))]; // those of one audience stay in their order
        _numbers = Array.ConvertAll(_sets, set => NumberOf(set.Audience));
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)_sets.Length * 2)];
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        for (var i = 0; i < _numbers.Length; i++)
        {
            ref var slot = ref _slots[SlotOf(_numbers[i])];
            slot = slot == 0 ? i + 1
                : slot > 0 && _numbers[slot - 1] == _numbers[i] ? slot
                : Several;
        }
    }

    /// <summary>Two audiences may have the same number: the caller compares the text of each candidate.</summary>
    public ReadOnlySpan<AccessTokenSet> Of(string? audience)
    {
        var number = NumberOf(audience);
        var slot = _slots[SlotOf(number)];
        var first = slot == Several ? _numbers.AsSpan().IndexOf(number)
            : slot > 0 && _numbers[slot - 1] == number ? slot - 1
            : -1;
        if (first < 0)
        {
            return [];
        }

        var end = first + 1;
        while (end < _numbers.Length && _numbers[end] == number)
        {
            end++;
        }

        return _sets.AsSpan(first, end - first);
    }

    /// <summary>Fibonacci hashing: the upper bits of the product.</summary>
    private int SlotOf(int number) => (int)(((uint)number * 2654435769u) >> _shift);

    /// <summary>Of the length and a sample of the letters, in which the audiences of one application seldom agree: to read all
    /// of them would take longer than to find the number.</summary>
    private static int NumberOf(string? audience)
    {
        var letters = audience.AsSpan();
        var number = (ulong)letters.Length;
        if (letters.Length >= Sample)
        {
            var last = letters.Length - Sample;
            number ^= At(letters, last)
                ^ BitOperations.RotateLeft(At(letters, last / 2), 7)
                ^ BitOperations.RotateLeft(At(letters, last * 3 / 4), 13);
        }
        else
        {
            foreach (var letter in letters)
            {
                number = (number << 16) ^ letter;
            }
        }

        return (int)(number ^ (number >> 32));
    }

    private static ulong At(ReadOnlySpan<char> letters, int start) =>
        MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(letters.Slice(start, Sample)));
}
