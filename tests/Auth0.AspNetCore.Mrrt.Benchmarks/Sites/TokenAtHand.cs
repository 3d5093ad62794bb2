using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Sees to it that what is measured is an answer: at once, and with a token.</summary>
internal static class TokenAtHand
{
    public static void Require(Task<AuthenticateResult> authentication) =>
        Require(authentication is { IsCompletedSuccessfully: true, Result.Succeeded: true });

    public static void Require(Task<string?> token) => Require(token is { IsCompletedSuccessfully: true, Result: not null });

    public static void Require(ValueTask<string?> token) =>
        Require(token is { IsCompletedSuccessfully: true, Result: not null });

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The token was not at hand.");
        }
    }
}
