using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Performance;

/// <summary>A token that the request has asked for before costs no memory, however many the session holds.</summary>
public sealed class WarmPathTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task A_token_asked_for_again_takes_no_memory(int additional)
    {
        await using var session = await SignedInRequest.StartAsync(additional);
        AccessTokenRequest?[] requests =
        [
            null,
            new AccessTokenRequest { Scope = "read:all" },
            .. Enumerable.Range(1, additional).Select(i => new AccessTokenRequest { Audience = $"https://api-{i:00}.example.com" }),
            .. Enumerable.Range(1, additional).Select(i => new AccessTokenRequest
            {
                Audience = $"https://api-{i:00}.example.com",
                Scope = "write:all read:all",
            }),
        ];
        for (var warm = 0; warm < 3; warm++)
        {
            foreach (var request in requests)
            {
                (await session.HttpContext.GetAccessTokenAsync(request)).Should().NotBeNull();
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var got = 0;
        foreach (var request in requests)
        {
            var token = session.HttpContext.GetAccessTokenAsync(request);
            got += token is { IsCompletedSuccessfully: true, Result.Length: > 0 } ? 1 : 0;
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        got.Should().Be(requests.Length);
    }

    [Fact]
    public async Task Each_audience_gets_its_own_token()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 20);
        for (var i = 20; i >= 1; i--)
        {
            var audience = $"https://api-{i:00}.example.com";
            for (var again = 0; again < 2; again++)
            {
                (await session.HttpContext.GetAccessTokenAsync(new AccessTokenRequest { Audience = audience }))
                    .Should().Be(Tickets.Jwt(audience));
            }
        }
    }

    /// <summary>What a request has found out never outlives a sign-out or a change of user within it.</summary>
    [Fact]
    public async Task What_was_found_out_ends_with_the_session()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 1);
        var request = new AccessTokenRequest { Audience = "https://api-01.example.com" };
        (await session.HttpContext.GetAccessTokenAsync(request)).Should().NotBeNull();
        (await session.HttpContext.GetAccessTokenAsync(request)).Should().NotBeNull();
        await session.HttpContext.SignOutAsync("Cookies");
        (await session.HttpContext.GetAccessTokenResultAsync(request)).Reason.Should().Be(AccessTokenFailure.NotSignedIn);
    }

    [Fact]
    public async Task Nor_does_it_outlive_a_change_of_user()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 0);
        (await session.HttpContext.GetAccessTokenAsync()).Should().Be(Tickets.Jwt("https://api.example.com"));
        (await session.HttpContext.GetAccessTokenAsync()).Should().NotBeNull();
        await session.SignInAsync(new SessionOfAnotherUser().Ticket);
        (await session.HttpContext.GetAccessTokenAsync()).Should().Be(SessionOfAnotherUser.AccessToken);
        (await session.HttpContext.GetAccessTokenAsync()).Should().Be(SessionOfAnotherUser.AccessToken);
    }

    /// <summary>Signed in before the request's own cookie was looked at: what it brought is nobody's any more, and gets nothing of
    /// the new session.</summary>
    [Fact]
    public async Task The_cookie_of_the_user_before_is_none_of_the_new_user_s()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 0, validate: context =>
        {
            context.ShouldRenew = true;
            return Task.CompletedTask;
        });
        await session.SignInAsync(new SessionOfAnotherUser().Ticket);
        (await session.HttpContext.AuthenticateAsync("Cookies")).Succeeded.Should().BeFalse();
        RequestSessionFeature.Known(session.HttpContext, "Cookies")!.Replacement!.Properties.GetTokenValue("access_token")
            .Should().Be(SessionOfAnotherUser.AccessToken);
        (await session.HttpContext.GetAccessTokenAsync()).Should().Be(SessionOfAnotherUser.AccessToken);
    }

    /// <summary>Calls of one request may run at once; its features are no place to write to then.</summary>
    [Fact]
    public async Task Calls_at_once_do_not_disturb_each_other()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 3);
        await Parallel.ForAsync(0, 20_000, async (i, cancel) =>
        {
            var audience = i % 4 == 0 ? "https://nobody" : $"https://api-{i % 4:00}.example.com";
            var result = await session.HttpContext.GetAccessTokenResultAsync(
                new AccessTokenRequest { Audience = audience }, cancellationToken: cancel);
            if (result.Succeeded == (i % 4 == 0) || (result.Succeeded && result.Token.Value != Tickets.Jwt(audience)))
            {
                throw new InvalidOperationException($"Call {i} got {result.Reason}.");
            }
        });
    }

    /// <summary>An application that cannot say whether the user is still welcome has not said so.</summary>
    [Fact]
    public async Task A_validation_that_fails_leaves_nothing_to_be_found()
    {
        await using var session = await SignedInRequest.StartAsync(
            additional: 0, validate: _ => throw new TimeoutException("the users' database is down"));
        await FluentActions.Awaiting(() => session.HttpContext.AuthenticateAsync("Cookies")).Should().ThrowAsync<TimeoutException>();
        (await session.HttpContext.GetAccessTokenResultAsync()).Reason.Should().Be(AccessTokenFailure.NotSignedIn);
    }

    [Fact]
    public async Task Nor_the_token_s_own_end()
    {
        await using var session = await SignedInRequest.StartAsync(additional: 0);
        (await session.HttpContext.GetAccessTokenAsync()).Should().NotBeNull();
        session.Time.Advance(TimeSpan.FromHours(25));
        (await session.HttpContext.GetAccessTokenResultAsync()).Succeeded.Should().BeFalse();
    }

    private sealed class SessionOfAnotherUser
    {
        public const string AccessToken = "token-of-bob";

        public AuthenticationTicket Ticket { get; } = Tickets.Of(new SessionTokens
        {
            SessionId = "of-bob",
            Generation = 0,
            Scheme = Auth0Constants.AuthenticationScheme,
            Primary = Tickets.Set("https://api.example.com", AccessToken),
            RefreshToken = "rt-of-bob",
        });
    }
}
