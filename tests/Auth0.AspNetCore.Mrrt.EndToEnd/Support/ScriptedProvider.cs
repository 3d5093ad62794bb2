using System.Net;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Lies;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The scripted tenant of tests/Lies on Kestrel, on the application's clock. A test writes its answers to
/// refreshes.</summary>
internal sealed class ScriptedProvider : ISignInProvider
{
    private Func<HttpResponseMessage>? _next;
    private Action<JsonObject> _change = _ => { };
    private ScriptedListener? _listener;
    private ScriptedRefreshes? _refreshes;

    public string Domain => Listener.Address;

    public string ClientId => ScriptedTenant.ClientId;

    public string ClientSecret => ScriptedRefreshes.ClientSecret;

    public IReadOnlyList<RefreshTokenPolicy> Apis { get; } =
    [
        new() { Audience = "https://orders.example.com", Scopes = ["read:orders"] },
        new() { Audience = "https://inventory.example.com", Scopes = ["read:inventory"] },
        new() { Audience = "https://admin.example.com", Scopes = ["read:admin"] },
    ];

    public string UserName => "Alice";

    /// <summary>Whether a refresh brings another refresh token.</summary>
    public bool Rotates { set => Refreshes.Rotates = value; }

    private ScriptedListener Listener => _listener ?? throw new InvalidOperationException("The tenant was not started.");

    private ScriptedRefreshes Refreshes => _refreshes ?? throw new InvalidOperationException("The tenant was not started.");

    public async Task StartAsync(TimeProvider clock)
    {
        _listener = await ScriptedListener.StartAsync(address => new ScriptedTenant(clock, address));
        _refreshes = new ScriptedRefreshes(_listener.Tenant, Domain, Apis, clock);
        _listener.Tenant.Answer = _refreshes.SignIn;
        _listener.Tenant.Reply = Reply;
    }

    /// <summary>The next refresh is answered with this. An exception ends the connection.</summary>
    public void AnswerNextRefresh(Func<HttpResponseMessage> answer) => _next = answer;

    /// <summary>Changes the answers to refreshes that are granted.</summary>
    public void ChangeRefreshes(Action<JsonObject> change) => _change = change;

    public Task FailNextRefreshAsync(int status)
    {
        AnswerNextRefresh(() => ScriptedTenant.Json(
            new JsonObject { ["error"] = "temporarily_unavailable" }, (HttpStatusCode)status));
        return Task.CompletedTask;
    }

    // Any address may be called back.
    public Task RegisterApplicationAsync(Uri application) => Task.CompletedTask;

    public Task<ProviderTally> TallyAsync() => Task.FromResult(Refreshes.Tally());

    public Task ForgetAsync()
    {
        Refreshes.Forget();
        return Task.CompletedTask;
    }

    public Task LoseNextRefreshAnswerAsync() => throw new NotSupportedException();

    public Task SetOverlapAsync(TimeSpan overlap) => throw new NotSupportedException();

    public Task HoldTokenCallsAsync() => throw new NotSupportedException();

    public Task TokenCallArrivedAsync() => throw new NotSupportedException();

    public Task ReleaseTokenCallsAsync() => Task.CompletedTask; // nothing is held

    public ValueTask DisposeAsync() => _listener?.DisposeAsync() ?? ValueTask.CompletedTask;

    private HttpResponseMessage? Reply(RecordedCall call)
    {
        if (call.Form.GetValueOrDefault("grant_type") != "refresh_token")
        {
            return null;
        }

        var next = Interlocked.Exchange(ref _next, null);
        return next is null ? Refreshes.Answer(call, _change) : next();
    }
}
