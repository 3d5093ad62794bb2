using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Whom an application signs its users in with, and what a test may ask of it and do to it.</summary>
internal interface ISignInProvider : IAsyncDisposable
{
    /// <summary>What the application sets as its domain.</summary>
    string Domain { get; }

    string ClientId { get; }

    string ClientSecret { get; }

    /// <summary>Three APIs with one scope each, all in the refresh-token policies. Sign-ins ask for the first.</summary>
    IReadOnlyList<RefreshTokenPolicy> Apis { get; }

    /// <summary>The name of the user who signs in.</summary>
    string UserName { get; }

    /// <param name="clock">The application's clock; the provider follows it if it can.</param>
    Task StartAsync(TimeProvider clock);

    /// <summary>Tells the provider where the application's users come back to.</summary>
    Task RegisterApplicationAsync(Uri application);

    /// <summary>What happened since the last <see cref="ForgetAsync"/>.</summary>
    Task<ProviderTally> TallyAsync();

    /// <summary>Nothing has happened so far, nothing fails and nothing is held.</summary>
    Task ForgetAsync();

    /// <summary>The next refresh is answered with this status, and the refresh token is not spent.</summary>
    Task FailNextRefreshAsync(int status);

    /// <summary>The next refresh is worked at, and its answer does not arrive.</summary>
    Task LoseNextRefreshAnswerAsync();

    /// <summary>How long a spent refresh token is still taken.</summary>
    Task SetOverlapAsync(TimeSpan overlap);

    /// <summary>Keeps the token calls that come from now on waiting.</summary>
    Task HoldTokenCallsAsync();

    /// <summary>Waits until a token call is held.</summary>
    Task TokenCallArrivedAsync();

    Task ReleaseTokenCallsAsync();
}
