using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The settings of <c>MapAuth0</c>, in the child section <c>Endpoints</c> of a login's section.</summary>
internal static class EndpointsConfiguration
{
    private static readonly SectionReader<Auth0EndpointsOptions> Settings = new(new()
    {
        [nameof(Auth0EndpointsOptions.Prefix)] =
            SettingValue.Path<Auth0EndpointsOptions>((options, value) => options.Prefix = value),
        [nameof(Auth0EndpointsOptions.LoginPath)] =
            SettingValue.Path<Auth0EndpointsOptions>((options, value) => options.LoginPath = value),
        [nameof(Auth0EndpointsOptions.LogoutPath)] =
            SettingValue.Path<Auth0EndpointsOptions>((options, value) => options.LogoutPath = value),
        [nameof(Auth0EndpointsOptions.ProfilePath)] =
            SettingValue.Path<Auth0EndpointsOptions>((options, value) => options.ProfilePath = value),
        [nameof(Auth0EndpointsOptions.AccessTokenPath)] =
            SettingValue.Path<Auth0EndpointsOptions>((options, value) => options.AccessTokenPath = value),
        [nameof(Auth0EndpointsOptions.LoginParameters)] = Names(options => options.LoginParameters),
        [nameof(Auth0EndpointsOptions.LogoutByGet)] =
            SettingValue.Choice<Auth0EndpointsOptions, LogoutByGet>((options, value) => options.LogoutByGet = value),
        [nameof(Auth0EndpointsOptions.AllowFederatedLogout)] =
            SettingValue.Flag<Auth0EndpointsOptions>((options, value) => options.AllowFederatedLogout = value),
        [nameof(Auth0EndpointsOptions.ProfileClaims)] = Names(options => options.ProfileClaims),
        [nameof(Auth0EndpointsOptions.ProfileAnswersNoContent)] =
            SettingValue.Flag<Auth0EndpointsOptions>((options, value) => options.ProfileAnswersNoContent = value),
        [nameof(Auth0EndpointsOptions.BrowserAccessTokens)] =
            SettingValue.Entries<Auth0EndpointsOptions>(options => options.BrowserAccessTokens),
    });

    public static bool Knows(string key) => Settings.Knows(key);

    public static void Bind(IConfigurationSection section, Auth0EndpointsOptions options) =>
        Settings.Read(section, options, _ => false);

    /// <summary>Reads a list that replaces the default. A list that adds to it could allow more, and never less.</summary>
    private static Action<Auth0EndpointsOptions, IConfigurationSection> Names(Func<Auth0EndpointsOptions, ISet<string>> names) =>
        (options, setting) =>
        {
            string[] given = [.. setting.GetChildren().Select(child => child.Value).OfType<string>()];
            if (!string.IsNullOrEmpty(setting.Value))
            {
                throw new SettingFormatException("write a list of values.");
            }

            // An empty list in a file is an empty text here; a null sets nothing.
            if (given.Length > 0 || setting.Value is not null)
            {
                names(options).Clear();
                names(options).UnionWith(given);
            }
        };
}
