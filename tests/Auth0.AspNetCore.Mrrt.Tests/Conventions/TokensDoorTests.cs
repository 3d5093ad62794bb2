using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>HttpContext ends at the door of Tokens: an exchange and a look at stored tokens work for callers without a request.</summary>
public sealed class TokensDoorTests
{
    /// <summary>They find the session of a request, or raise the application's events with it.</summary>
    private static readonly string[] Door = ["AccessTokens", "ExchangeNotifier", "RequestScheme", "RequestTokens", "LoginSessions"];

    [Fact]
    public void Only_the_door_of_Tokens_sees_a_request() =>
        (from type in Rooms.Types
         where Rooms.Of(type) == "Tokens" && TypeDependencies.Of(type).Contains(typeof(HttpContext))
         select Rooms.Outermost(type).Name).Distinct().Should().BeEquivalentTo(Door);
}
