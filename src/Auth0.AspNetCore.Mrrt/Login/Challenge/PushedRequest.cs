using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Challenge;

/// <summary>Pushes a login's parameters to the tenant with the client's own authentication (RFC 9126). The framework knows
/// client secrets only.</summary>
internal sealed class PushedRequest(ITenants tenants, PushedAuthorizationClient client)
{
    public async Task PushAsync(PushedAuthorizationContext context)
    {
        if (context.HandledPush || context.SkippedPush)
        {
            return; // the application's own decision
        }

        var tenant = tenants.Get(context.Scheme.Name);
        var configuration = await tenant.ConfigurationManager
            .GetConfigurationAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
        var endpoint = TenantEndpoints.PushedAuthorization(tenant, configuration)
            ?? throw new LoginRefusedException("The tenant announces no endpoint for pushed authorization requests.");
        try
        {
            context.HandlePush(await client.PushAsync(
                tenant, endpoint, context.ProtocolMessage.Parameters, context.HttpContext.RequestAborted).ConfigureAwait(false));
        }
        catch (TenantBusyException busy)
        {
            throw new LoginBusyException(busy.RetryAfter);
        }
        catch (PushRefusedException refused)
        {
            throw LoginRefusedException.ByTenant(refused.Message, refused.Error, refused.ErrorDescription);
        }
    }
}
