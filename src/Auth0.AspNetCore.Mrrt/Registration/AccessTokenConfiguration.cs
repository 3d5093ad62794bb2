using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The settings of access tokens that are plain values. They may stand in a section of their own, or in the
/// login's.</summary>
internal static class AccessTokenConfiguration
{
    private const string Scope = nameof(Auth0WebAppWithAccessTokenOptions.Scope);

    private static readonly SectionReader<Auth0WebAppWithAccessTokenOptions> BesideLogin = new(SharedWithLogin());

    private static readonly SectionReader<Auth0WebAppWithAccessTokenOptions> Alone = new(new(SharedWithLogin())
    {
        [Scope] = SettingValue.Text<Auth0WebAppWithAccessTokenOptions>((options, value) => options.Scope = value),
    });

    public static bool Knows(string key) => Alone.Knows(key);

    /// <summary>Sets what the section names. Beside a login's settings <c>Scope</c> is the login's.</summary>
    public static void Bind(IConfigurationSection section, Auth0WebAppWithAccessTokenOptions options)
    {
        if (Auth0WebAppConfiguration.IsLogin(section))
        {
            BesideLogin.Read(
                section,
                options,
                setting => Auth0WebAppConfiguration.Knows(setting.Key) || Auth0WebAppConfiguration.IsChildSection(setting));
        }
        else
        {
            Alone.Read(section, options, _ => false);
        }
    }

    private static Dictionary<string, Action<Auth0WebAppWithAccessTokenOptions, IConfigurationSection>> SharedWithLogin() => new()
    {
        [nameof(Auth0WebAppWithAccessTokenOptions.Audience)] =
            SettingValue.Text<Auth0WebAppWithAccessTokenOptions>((options, value) => options.Audience = value),
        [nameof(Auth0WebAppWithAccessTokenOptions.ScopeByAudience)] =
            SettingValue.Entries<Auth0WebAppWithAccessTokenOptions>(options => options.ScopeByAudience),
        [nameof(Auth0WebAppWithAccessTokenOptions.UseRefreshTokens)] =
            SettingValue.Flag<Auth0WebAppWithAccessTokenOptions>((options, value) => options.UseRefreshTokens = value),
        [nameof(Auth0WebAppWithAccessTokenOptions.AccessTokenExpirationLeeway)] =
            SettingValue.Time<Auth0WebAppWithAccessTokenOptions>((options, value) => options.AccessTokenExpirationLeeway = value),
        [nameof(Auth0WebAppWithAccessTokenOptions.AudienceCheck)] =
            SettingValue.Choice<Auth0WebAppWithAccessTokenOptions, AudienceCheck>((options, value) => options.AudienceCheck = value),
        [nameof(Auth0WebAppWithAccessTokenOptions.MaxAccessTokenSets)] =
            SettingValue.Number<Auth0WebAppWithAccessTokenOptions>((options, value) => options.MaxAccessTokenSets = value),
        [nameof(Auth0WebAppWithAccessTokenOptions.RebuildPrincipalOnRefresh)] =
            SettingValue.Flag<Auth0WebAppWithAccessTokenOptions>((options, value) => options.RebuildPrincipalOnRefresh = value),
    };
}
