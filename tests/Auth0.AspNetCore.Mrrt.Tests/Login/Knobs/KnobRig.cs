using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Turns a knob as late as an application can: with PostConfigure, after everything else. The application also has
/// a login of the framework's own handler, which brings the framework's post-configuration.</summary>
internal static class KnobRig
{
    public static Task<LoginRig> StartAsync(
        Action<OpenIdConnectOptions> turn,
        Action<Auth0WebAppOptions>? login = null,
        Action<WebApplication>? map = null,
        Action<ScriptedTenant>? tenant = null,
        Action<IServiceCollection>? services = null) => LoginRig.StartAsync(
            login,
            all =>
            {
                AddOther(all);
                services?.Invoke(all);
                all.PostConfigure(Auth0Constants.AuthenticationScheme, turn);
            },
            application =>
            {
                application.MapGet("/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme));
                map?.Invoke(application);
            },
            tenant);

    /// <summary>Gives what the start says of a knob. The other login may be added before, after or not at all.</summary>
    public static string[] Problems(Action<OpenIdConnectOptions> turn, string other = "none")
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (other == "before")
        {
            AddOther(services);
        }

        services.AddAuth0WebApp(options =>
            (options.Domain, options.ClientId, options.ClientSecret) = ("tenant.example.com", "app", "secret"));
        if (other == "after")
        {
            AddOther(services);
        }

        services.PostConfigure(Auth0Constants.AuthenticationScheme, turn);
        using var provider = services.BuildServiceProvider();
        try
        {
            // What ValidateOnStart runs when the host starts.
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static void AddOther(IServiceCollection services) => services.AddAuthentication().AddOpenIdConnect("Other", options =>
    {
        (options.Authority, options.ClientId, options.CallbackPath) = ("https://other.example.com", "other", "/other");
        options.SignInScheme = "Cookies";
    });
}
