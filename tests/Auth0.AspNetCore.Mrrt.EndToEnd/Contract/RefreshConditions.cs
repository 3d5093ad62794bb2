using System.Text.Json;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>How a provider brings about the conditions of <see cref="RefreshContract"/>, and what a result must
/// hold.</summary>
public abstract class RefreshConditions : ProviderContract
{
    /// <summary>How long a provider asks to wait.</summary>
    private protected static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private protected RefreshConditions(ISignInProvider provider)
        : base(provider)
    {
    }

    /// <summary>The conditions that the provider cannot bring about, with the member that the provider always sends.</summary>
    internal abstract IReadOnlyDictionary<RefreshCondition, string> AlwaysSent { get; }

    /// <summary>Has the next refresh meet the condition.</summary>
    private protected abstract Task PrepareAsync(RefreshCondition condition);

    /// <summary>Prepares the condition. Where the provider cannot, this shows that the provider sends the member without
    /// being asked, and the fact ends.</summary>
    private protected async Task<bool> IsAlwaysSentAsync(RefreshCondition condition, string refreshToken)
    {
        if (!AlwaysSent.TryGetValue(condition, out var member))
        {
            await PrepareAsync(condition);
            return false;
        }

        using var answer = JsonDocument.Parse(await SpendAsync(refreshToken));
        answer.RootElement.TryGetProperty(member, out _).Should().BeTrue("the provider is listed as one that always sends it");
        return true;
    }

    private protected void ExpectGranted(TokenAnswer answer, string audience, params string[] missing)
    {
        AudienceOf(answer).Should().Be(audience);
        answer.MissingScopes.Should().Equal(missing);
        answer.ExpiresAt.Should().BeAfter(Clock.GetUtcNow()).And.BeBefore(Clock.GetUtcNow() + PastExpiry);
        (answer.StatusCode, answer.Error, answer.RetryAfter).Should().Be((null, null, null));
    }

    private protected static void ExpectFailed(TokenAnswer answer, AccessTokenFailure reason, int? statusCode, string? error = null)
    {
        answer.Reason.Should().Be(reason.ToString());
        answer.Token.Should().BeNull();
        answer.StatusCode.Should().Be(statusCode);
        answer.Error.Should().Be(error);
    }
}
