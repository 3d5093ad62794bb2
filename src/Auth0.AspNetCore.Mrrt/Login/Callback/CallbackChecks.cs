using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Checks that a callback answers a login of this browser, from this tenant, before its code goes anywhere.</summary>
internal sealed class CallbackChecks(ITenants tenants, TimeProvider time, ILogger<CallbackChecks> logger)
{
    public async Task RunAsync(MessageReceivedContext context, LoginProgress progress)
    {
        var (message, properties) = (context.ProtocolMessage, context.Properties);
        // Only the token endpoint gives tokens.
        (message.IdToken, message.AccessToken) = (null, null);
        if (properties is not { Items.Count: > 0 })
        {
            if (string.IsNullOrEmpty(message.State) || context.Options.SkipUnrecognizedRequests)
            {
                progress.IsStray = true;
                context.Fail("The callback brings no answer to a login from here.");
                return;
            }

            Refuse(context, "its state cannot be read: it is not ours, or the keys that protect it are gone");
            return;
        }

        if (properties.Items.ContainsKey(LoginItems.SignOut))
        {
            Refuse(context, "its state is that of a sign-out");
            return;
        }

        progress.Properties = properties;
        if (new CorrelationCookies(context.HttpContext, context.Options, time.GetUtcNow()).Take(properties) is { } problem)
        {
            Refuse(context, problem);
            return;
        }

        if (await IssuerProblemAsync(context).ConfigureAwait(false) is { } other)
        {
            Refuse(context, other);
        }
        else if (!string.IsNullOrEmpty(message.Error))
        {
            RefusedByTenant(context, progress);
        }
        else if (string.IsNullOrEmpty(message.Code))
        {
            Refuse(context, "it brings no code");
        }
    }

    /// <summary>Logs a refusal and gives the exception for it.</summary>
    public LoginRefusedException Refusal(string scheme, string reason)
    {
        logger.CallbackRefused(scheme, reason);
        return new LoginRefusedException($"The callback was refused: {reason}.");
    }

    private void Refuse(MessageReceivedContext context, string reason) =>
        context.Fail(Refusal(context.Scheme.Name, reason));

    private async Task<string?> IssuerProblemAsync(MessageReceivedContext context)
    {
        try
        {
            var configuration = await tenants.Get(context.Scheme.Name).ConfigurationManager
                .GetConfigurationAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
            return ResponseIssuer.IsExpected(context.ProtocolMessage, configuration)
                ? null
                : "it names another issuer than the tenant, or none where the tenant says it does";
        }
        catch (Exception e) when (!context.HttpContext.RequestAborted.IsCancellationRequested && TenantOutage.Is(e))
        {
            return $"the tenant's discovery document is out of reach ({e.GetType().Name})";
        }
    }

    private void RefusedByTenant(MessageReceivedContext context, LoginProgress progress)
    {
        var (message, scheme) = (context.ProtocolMessage, context.Scheme.Name);
        var error = Printable.Code(message.Error);
        if (SettingsHint.OfCallback(message.Error, message.ErrorDescription) is { } hint)
        {
            logger.LoginRefusedBySettings(scheme, error, hint);
        }
        else
        {
            logger.LoginRefused(scheme, error);
        }

        progress.IsDenied = message.Error == "access_denied";
        context.Fail(LoginRefusedException.ByTenant("The tenant refused the login.", error, message.ErrorDescription));
    }
}
