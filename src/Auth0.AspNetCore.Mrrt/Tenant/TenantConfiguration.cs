using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>
/// Keeps the tenant's discovery document and keys. Calls that need them at once share one fetch. A failure is not
/// kept. An ID token with an unknown key asks for newer ones: they are fetched, though not more often than
/// <see cref="ShortestRefresh"/>.
/// </summary>
internal sealed class TenantConfiguration(IDocumentRetriever retriever, Uri tenant, TimeProvider time)
    : IConfigurationManager<OpenIdConnectConfiguration>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(30);

    private readonly string _address = new Uri(tenant, ".well-known/openid-configuration").AbsoluteUri;
    private readonly Lock _gate = new();
    private Task<OpenIdConnectConfiguration>? _fetch;
    private OpenIdConnectConfiguration? _current;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _nextTry;
    private bool _refreshRequested;
    private bool _lastFetchFailed;

    /// <summary>True while an older document serves because the last attempt to read a newer one failed.</summary>
    public bool IsOld
    {
        get
        {
            lock (_gate)
            {
                return _lastFetchFailed && _current is not null && time.GetUtcNow() - _fetchedAt >= Lifetime;
            }
        }
    }

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        Task<OpenIdConnectConfiguration> fetch;
        OpenIdConnectConfiguration? stale;
        lock (_gate)
        {
            if (_current is not null && !IsDueUnderLock())
            {
                return _current;
            }

            stale = _current;
            fetch = _fetch ??= Task.Run(FetchAsync, CancellationToken.None);
            if (stale is not null && !_refreshRequested)
            {
                // Only old: nobody waits for a newer one, or falls with a tenant that does not answer.
                _ = fetch.ContinueWith(
                    static failed => failed.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
                return stale;
            }
        }

        try
        {
            return await fetch.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception) when (stale is not null && !cancel.IsCancellationRequested)
        {
            return stale; // better an older document than none, while the tenant does not answer
        }
    }

    public void RequestRefresh()
    {
        lock (_gate)
        {
            // A key set without keys is no answer: the next login asks again at once.
            _refreshRequested = _current is { SigningKeys.Count: 0 } || time.GetUtcNow() - _fetchedAt >= ShortestRefresh;
        }
    }

    private bool IsDueUnderLock()
    {
        var now = time.GetUtcNow();
        return _refreshRequested || (now - _fetchedAt >= Lifetime && now >= _nextTry);
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync()
    {
        var failed = true;
        try
        {
            using var limit = new CancellationTokenSource(FetchLimit, time);
            var fetched = await OpenIdConnectConfigurationRetriever.GetAsync(_address, retriever, limit.Token)
                .ConfigureAwait(false);
            Check(fetched);
            lock (_gate)
            {
                _current = fetched;
                _fetchedAt = time.GetUtcNow();
                failed = false;
            }

            return fetched;
        }
        finally
        {
            lock (_gate)
            {
                _nextTry = time.GetUtcNow() + ShortestRefresh;
                _refreshRequested = false;
                _lastFetchFailed = failed;
                _fetch = null;
            }
        }
    }

    /// <summary>The document decides where codes, tokens and credentials go: it must speak for this tenant, and of
    /// addresses that nobody listens in on.</summary>
    private void Check(OpenIdConnectConfiguration document)
    {
        // Both lead to the document (section 4.1), and a domain does not tell which it is.
        if (document.Issuer != tenant.AbsoluteUri && document.Issuer + "/" != tenant.AbsoluteUri)
        {
            throw new InvalidOperationException(
                $"The discovery document at {_address} names another issuer (OpenID Connect Discovery 1.0, section 4.3).");
        }

        string?[] needed = [document.AuthorizationEndpoint, document.TokenEndpoint];
        string?[] others =
        [
            document.EndSessionEndpoint, document.PushedAuthorizationRequestEndpoint, document.RevocationEndpoint,
            document.UserInfoEndpoint, .. TenantEndpoints.Aliases(document),
        ];
        if (!needed.Concat(others.Where(endpoint => !string.IsNullOrEmpty(endpoint))).All(IsSafe))
        {
            throw new InvalidOperationException(
                $"The discovery document at {_address} names an endpoint that is missing, has a fragment or is not on https.");
        }
    }

    /// <summary>RFC 6749, sections 3.1 and 3.2.</summary>
    private bool IsSafe(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
        && !endpoint.Contains('#', StringComparison.Ordinal)
        && (address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && tenant.IsLoopback));
}
