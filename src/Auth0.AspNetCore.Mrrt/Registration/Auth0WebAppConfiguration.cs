using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The settings of a login that are plain values.</summary>
internal static class Auth0WebAppConfiguration
{
    /// <summary>The child section for the settings of access tokens, as an application may keep them.</summary>
    private const string AccessTokenSection = "AccessToken";

    /// <summary>The child section for the settings of <c>MapAuth0</c>.</summary>
    private const string EndpointsSection = "Endpoints";

    private static readonly SectionReader<Auth0WebAppOptions> Settings = new(new()
    {
        [nameof(Auth0WebAppOptions.Domain)] = Text((options, value) => options.Domain = value),
        [nameof(Auth0WebAppOptions.ClientId)] = Text((options, value) => options.ClientId = value),
        [nameof(Auth0WebAppOptions.ClientSecret)] = Text((options, value) => options.ClientSecret = value),
        [nameof(Auth0WebAppOptions.AdditionalClientSecrets)] =
            SettingValue.Texts<Auth0WebAppOptions>(options => options.AdditionalClientSecrets),
        [nameof(Auth0WebAppOptions.ClientAssertionSecurityKeyAlgorithm)] =
            Text((options, value) => options.ClientAssertionSecurityKeyAlgorithm = value),
        [nameof(Auth0WebAppOptions.ClientAuthentication)] =
            SettingValue.Choice<Auth0WebAppOptions, ClientAuthenticationMethod>((options, value) => options.ClientAuthentication = value),
        [nameof(Auth0WebAppOptions.SendTelemetry)] = Flag((options, value) => options.SendTelemetry = value),
        [nameof(Auth0WebAppOptions.Scope)] = Text((options, value) => options.Scope = value),
        [nameof(Auth0WebAppOptions.LoginParameters)] = SettingValue.Entries<Auth0WebAppOptions>(options => options.LoginParameters),
        [nameof(Auth0WebAppOptions.ResponseMode)] = Text((options, value) => options.ResponseMode = value),
        [nameof(Auth0WebAppOptions.PushedAuthorization)] =
            SettingValue.Choice<Auth0WebAppOptions, PushedAuthorizationBehavior>((options, value) => options.PushedAuthorization = value),
        [nameof(Auth0WebAppOptions.Organization)] = Text((options, value) => options.Organization = value),
        [nameof(Auth0WebAppOptions.MaxAge)] = Time((options, value) => options.MaxAge = value),
        [nameof(Auth0WebAppOptions.CallbackPath)] = Path((options, value) => options.CallbackPath = value),
        [nameof(Auth0WebAppOptions.AccessDeniedPath)] = Path((options, value) => options.AccessDeniedPath = value),
        [nameof(Auth0WebAppOptions.BackchannelTimeout)] = Time((options, value) => options.BackchannelTimeout = value),
        [nameof(Auth0WebAppOptions.ClockSkew)] = Time((options, value) => options.ClockSkew = value),
        [nameof(Auth0WebAppOptions.AnswerScriptsWithUnauthorized)] =
            Flag((options, value) => options.AnswerScriptsWithUnauthorized = value),
        [nameof(Auth0WebAppOptions.GetClaimsFromUserInfoEndpoint)] =
            Flag((options, value) => options.GetClaimsFromUserInfoEndpoint = value),
        [nameof(Auth0WebAppOptions.LogoutStrategy)] =
            SettingValue.Choice<Auth0WebAppOptions, LogoutStrategy>((options, value) => options.LogoutStrategy = value),
        [nameof(Auth0WebAppOptions.SendIdTokenHint)] = Flag((options, value) => options.SendIdTokenHint = value),
        [nameof(Auth0WebAppOptions.SignedOutRedirectUri)] = Text((options, value) => options.SignedOutRedirectUri = value),
        [nameof(Auth0WebAppOptions.SignedOutCallbackPath)] = Path((options, value) => options.SignedOutCallbackPath = value),
        [nameof(Auth0WebAppOptions.RevokeRefreshTokenOnSignOut)] =
            Flag((options, value) => options.RevokeRefreshTokenOnSignOut = value),
        [nameof(Auth0WebAppOptions.CookieAuthenticationScheme)] =
            Text((options, value) => options.CookieAuthenticationScheme = value),
        [nameof(Auth0WebAppOptions.TicketFormat)] =
            SettingValue.Choice<Auth0WebAppOptions, TicketFormat>((options, value) => options.TicketFormat = value),
    });

    public static bool Knows(string key) => Settings.Knows(key);

    /// <summary>True for a section of a login's settings, which the settings of access tokens may share.</summary>
    public static bool IsLogin(IConfigurationSection section) =>
        section.GetChildren().Any(setting => setting.Key.Equals(nameof(Auth0WebAppOptions.Domain), StringComparison.OrdinalIgnoreCase)
            || setting.Key.Equals(nameof(Auth0WebAppOptions.ClientId), StringComparison.OrdinalIgnoreCase));

    /// <summary>True for the child section of access tokens. Its settings are read where <c>WithAccessToken</c> is given
    /// it.</summary>
    public static bool IsAccessTokenSection(IConfigurationSection setting) =>
        setting.Key.Equals(AccessTokenSection, StringComparison.OrdinalIgnoreCase) && setting.Value is null;

    /// <summary>True for a child section that has settings of its own. Each is read elsewhere.</summary>
    public static bool IsChildSection(IConfigurationSection setting) => IsAccessTokenSection(setting) || IsEndpointsSection(setting);

    /// <summary>The settings of <c>MapAuth0</c> in a login's section.</summary>
    public static IConfigurationSection Endpoints(IConfigurationSection section) => section.GetSection(EndpointsSection);

    public static void Bind(IConfigurationSection section, Auth0WebAppOptions options) =>
        Settings.Read(section, options, IsOfOthers);

    private static bool IsEndpointsSection(IConfigurationSection setting) =>
        setting.Key.Equals(EndpointsSection, StringComparison.OrdinalIgnoreCase) && setting.Value is null;

    /// <summary>True for a setting of other options. A name that is unknown there stops the start here already.</summary>
    private static bool IsOfOthers(IConfigurationSection setting)
    {
        if (!IsChildSection(setting))
        {
            return AccessTokenConfiguration.Knows(setting.Key);
        }

        Func<string, bool> knows = IsEndpointsSection(setting) ? EndpointsConfiguration.Knows : AccessTokenConfiguration.Knows;
        var unknown = setting.GetChildren().FirstOrDefault(child => !knows(child.Key));
        return unknown is null ? true : throw SectionReader<Auth0WebAppOptions>.Unknown(unknown);
    }

    private static Action<Auth0WebAppOptions, IConfigurationSection> Text(Action<Auth0WebAppOptions, string> set) =>
        SettingValue.Text(set);

    private static Action<Auth0WebAppOptions, IConfigurationSection> Path(Action<Auth0WebAppOptions, string> set) =>
        SettingValue.Path(set);

    private static Action<Auth0WebAppOptions, IConfigurationSection> Flag(Action<Auth0WebAppOptions, bool> set) =>
        SettingValue.Flag(set);

    private static Action<Auth0WebAppOptions, IConfigurationSection> Time(Action<Auth0WebAppOptions, TimeSpan> set) =>
        SettingValue.Time(set);
}
