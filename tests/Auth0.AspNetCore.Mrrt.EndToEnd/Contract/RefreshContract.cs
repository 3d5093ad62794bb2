using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>What an application gets for each answer of the token endpoint to a refresh. The results are the same with every
/// provider.</summary>
public abstract class RefreshContract : RefreshConditions
{
    private protected RefreshContract(ISignInProvider provider)
        : base(provider)
    {
    }

    [ContractFact]
    public async Task A_granted_refresh_gives_a_token_for_the_audience_and_a_new_refresh_token()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await PrepareAsync(RefreshCondition.Granted);

        var answer = await browser.TokenAsync(Second);

        ExpectGranted(answer, Second);
        answer.Scopes.Should().Contain(Provider.Apis[1].Scopes);
        (await browser.SessionAsync()).RefreshToken.Should().NotBeNullOrEmpty().And.NotBe(before.RefreshToken);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_token_for_another_audience_is_not_handed_out_and_its_refresh_token_is_kept()
    {
        using var browser = await SignedInAsync();
        await PrepareAsync(RefreshCondition.OtherAudience);

        var refused = await browser.TokenAsync("https://unlisted.example.com");

        ExpectFailed(refused, AccessTokenFailure.AudienceNotGranted, statusCode: null);
        ExpectGranted(await browser.TokenAsync(Second), Second);
        (await Provider.TallyAsync()).ReuseDetections.Should().Be(0);
    }

    [ContractFact]
    public async Task A_scope_that_is_left_out_is_reported_as_missing()
    {
        using var browser = await SignedInAsync();
        await PrepareAsync(RefreshCondition.DroppedScope);
        var allowed = Provider.Apis[1].Scopes[0];

        var answer = await browser.TokenAsync(Second, scope: $"{allowed} delete:everything");

        ExpectGranted(answer, Second, missing: "delete:everything");
        answer.Scopes.Should().Contain(allowed);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_refresh_token_that_somebody_else_has_used_is_rejected()
    {
        using var browser = await SignedInAsync();
        await PrepareAsync(RefreshCondition.SpentToken);
        await SpendAsync((await browser.SessionAsync()).RefreshToken!);

        var refused = await browser.TokenAsync(Second);

        refused.StatusCode.Should().BeInRange(400, 403);
        ExpectFailed(refused, AccessTokenFailure.RefreshTokenRejected, refused.StatusCode, "invalid_grant");
        (await browser.TokenAsync(Second)).Reason.Should().Be(nameof(AccessTokenFailure.NoRefreshToken));
    }

    [ContractFact]
    public async Task A_wrong_client_secret_is_the_operators_fault_and_changes_nothing()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await PrepareAsync(RefreshCondition.WrongSecret);
        Application.ChangeSecret("another-secret-another-secret-another-secret");

        var refused = await browser.TokenAsync(Second);

        refused.Error.Should().BeOneOf("invalid_client", "access_denied");
        ExpectFailed(refused, AccessTokenFailure.ClientRefused, 401, refused.Error);
        (await browser.SessionAsync()).Should().Be(before);
        Application.ChangeSecret(Provider.ClientSecret);
        ExpectGranted(await browser.TokenAsync(Second), Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task After_a_rate_limit_the_provider_is_asked_again_when_the_time_is_over()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await PrepareAsync(RefreshCondition.RateLimited);

        var limited = await browser.TokenAsync(Second);
        var paused = await browser.TokenAsync(Second);

        limited.RetryAfter.Should().Be(Wait.TotalSeconds);
        ExpectFailed(limited, AccessTokenFailure.Transient, 429, "too_many_requests");
        paused.RetryAfter.Should().BePositive().And.BeLessThan(Wait.TotalSeconds);
        ExpectFailed(paused, AccessTokenFailure.Transient, statusCode: null);
        (await browser.SessionAsync()).Should().Be(before);
        await ExpectAsync(exchanges: 0);
        Clock.Advance(Wait);
        ExpectGranted(await browser.TokenAsync(Second), Second);
    }

    [ContractFact]
    public async Task A_provider_that_is_unavailable_changes_nothing()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await PrepareAsync(RefreshCondition.Unavailable);

        var failed = await browser.TokenAsync(Second);

        failed.RetryAfter.Should().BeNull();
        ExpectFailed(failed, AccessTokenFailure.Transient, 503, "temporarily_unavailable");
        (await browser.SessionAsync()).Should().Be(before);
        ExpectGranted(await browser.TokenAsync(Second), Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_connection_that_ends_without_an_answer_changes_nothing()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        await PrepareAsync(RefreshCondition.NoAnswer);

        ExpectFailed(await browser.TokenAsync(Second), AccessTokenFailure.Transient, statusCode: null);

        (await browser.SessionAsync()).Should().Be(before);
        ExpectGranted(await browser.TokenAsync(Second), Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task An_answer_without_an_id_token_keeps_the_sessions_id_token()
    {
        using var browser = await SignedInAsync();
        var before = await browser.SessionAsync();
        if (await IsAlwaysSentAsync(RefreshCondition.NoIdToken, before.RefreshToken!))
        {
            return;
        }

        ExpectGranted(await browser.TokenAsync(Second), Second);

        var after = await browser.SessionAsync();
        after.IdToken.Should().Be(before.IdToken);
        after.RefreshToken.Should().NotBe(before.RefreshToken);
    }

    [ContractFact]
    public async Task An_answer_without_a_scope_grants_what_was_asked_for()
    {
        using var browser = await SignedInAsync();
        if (await IsAlwaysSentAsync(RefreshCondition.NoScope, (await browser.SessionAsync()).RefreshToken!))
        {
            return;
        }

        ExpectGranted(await browser.TokenAsync(Second), Second);

        ExpectGranted(await browser.TokenAsync(Second), Second);
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task An_answer_without_a_lifetime_lasts_as_long_as_the_token_itself_says()
    {
        using var browser = await SignedInAsync();
        if (await IsAlwaysSentAsync(RefreshCondition.NoExpiresIn, (await browser.SessionAsync()).RefreshToken!))
        {
            return;
        }

        var answer = await browser.TokenAsync(Second);

        ExpectGranted(answer, Second);
        answer.ExpiresAt.Should().Be(new DateTimeOffset(new JsonWebToken(answer.Token).ValidTo));
        await ExpectAsync(exchanges: 1);
    }

    [ContractFact]
    public async Task A_refresh_token_that_is_not_rotated_is_used_again()
    {
        using var browser = await SignedInAsync();
        await PrepareAsync(RefreshCondition.NotRotated);
        ExpectGranted(await browser.TokenAsync(Second), Second);
        var before = await browser.SessionAsync();

        ExpectGranted(await browser.TokenAsync(Third), Third);

        (await browser.SessionAsync()).RefreshToken.Should().Be(before.RefreshToken);
        await ExpectAsync(exchanges: 2);
    }
}
