using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>What a promise expects. The texts name the expression that was looked at.</summary>
internal static class Expect
{
    public static void True(
        [DoesNotReturnIf(false)] bool seen, string? why = null, [CallerArgumentExpression(nameof(seen))] string what = "") =>
        Equal(seen, true, why, what);

    public static void False(
        [DoesNotReturnIf(true)] bool seen, string? why = null, [CallerArgumentExpression(nameof(seen))] string what = "") =>
        Equal(seen, false, why, what);

    public static void Equal<T>(
        T seen, T expected, string? why = null, [CallerArgumentExpression(nameof(seen))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(seen, expected))
        {
            throw Broken(Shown(expected), Shown(seen), why, what);
        }
    }

    public static void Null(object? seen, string? why = null, [CallerArgumentExpression(nameof(seen))] string what = "")
    {
        if (seen is not null)
        {
            throw Broken("null", Shown(seen), why, what);
        }
    }

    public static void NotNull(
        [NotNull] object? seen, string? why = null, [CallerArgumentExpression(nameof(seen))] string what = "")
    {
        if (seen is null)
        {
            throw Broken("something", "null", why, what);
        }
    }

    /// <summary>Bytes are counted in the text, not shown: there may be many.</summary>
    public static void Bytes(
        ReadOnlyMemory<byte>? seen,
        ReadOnlyMemory<byte> expected,
        string? why = null,
        [CallerArgumentExpression(nameof(seen))] string what = "")
    {
        if (seen is null || !seen.Value.Span.SequenceEqual(expected.Span))
        {
            throw Broken($"{expected.Length} bytes as they were given", seen is null ? "null" : $"{seen.Value.Length} bytes", why, what);
        }
    }

    public static async Task<T> ThrowsAsync<T>(Func<Task> act, [CallerArgumentExpression(nameof(act))] string what = "")
        where T : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (T e)
        {
            return e;
        }
        catch (Exception e)
        {
            throw Broken(typeof(T).Name, $"{e.GetType().Name}: {e.Message}", null, what);
        }

        throw Broken(typeof(T).Name, "no exception", null, what);
    }

    private static string Shown<T>(T value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        _ => value.ToString() ?? "null",
    };

    private static BrokenExpectationException Broken(string expected, string seen, string? why, string what) =>
        new($"{expected} of `{what}`" + (why is null ? "" : $" ({why})"), seen);
}
