namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>Who has let which application reach which API, for APIs whose consent cannot be skipped.</summary>
internal sealed class Consents
{
    private readonly Lock _sync = new();
    private readonly HashSet<(TenantUser User, TenantClient Client, TenantApi Api)> _given = [];

    public bool AreMissing(AuthorizeRequest request, TenantUser user)
    {
        if (request.Api is not { } api
            || (api.SkipConsentForFirstParty && request.Target.Client.IsFirstParty))
        {
            return false;
        }

        lock (_sync)
        {
            return !_given.Contains((user, request.Target.Client, api));
        }
    }

    public void Give(AuthorizeRequest request, TenantUser user)
    {
        if (request.Api is { } api)
        {
            lock (_sync)
            {
                _given.Add((user, request.Target.Client, api));
            }
        }
    }
}
