using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Settings that others are made of. When <c>PostConfigure</c> of the application changes one, those others are made
/// already, and the change would have half an effect or none.</summary>
internal sealed class LateSettings
{
    private static readonly ConditionalWeakTable<OpenIdConnectOptions, LateSettings> Noted = [];

    private readonly HttpClient _backchannel;
    private readonly HttpMessageHandler? _handler;
    private readonly TimeSpan _timeout;
    private readonly IDataProtectionProvider? _dataProtection;
    private readonly ISecureDataFormat<AuthenticationProperties> _state;
    private readonly IConfigurationManager<OpenIdConnectConfiguration>? _discovery;
    private readonly OpenIdConnectConfiguration? _document;

    private LateSettings(OpenIdConnectOptions options)
    {
        (_backchannel, _handler, _timeout) = (options.Backchannel, options.BackchannelHttpHandler, options.BackchannelTimeout);
        (_dataProtection, _state) = (options.DataProtectionProvider, options.StateDataFormat);
        (_discovery, _document) = (options.ConfigurationManager, options.Configuration);
    }

    /// <summary>Notes what was made, and of what.</summary>
    public static void Note(OpenIdConnectOptions options) => Noted.AddOrUpdate(options, new LateSettings(options));

    public static IEnumerable<string> Problems(OpenIdConnectOptions options) =>
        Noted.TryGetValue(options, out var noted) ? noted.Changed(options).Select(Problem) : [];

    private static string Problem(string name) =>
        $"{name} was changed with PostConfigure, after other settings were made of it: use Configure<OpenIdConnectOptions>.";

    private IEnumerable<string> Changed(OpenIdConnectOptions options)
    {
        var isSameClient = ReferenceEquals(options.Backchannel, _backchannel);
        var isSameDiscovery = ReferenceEquals(options.ConfigurationManager, _discovery);
        (bool IsChanged, string Name)[] settings =
        [
            (!isSameClient && isSameDiscovery, nameof(options.Backchannel)),
            (isSameClient && !ReferenceEquals(options.BackchannelHttpHandler, _handler), nameof(options.BackchannelHttpHandler)),
            (isSameDiscovery && options.BackchannelTimeout != _timeout, nameof(options.BackchannelTimeout)),
            (isSameDiscovery && !ReferenceEquals(options.Configuration, _document), nameof(options.Configuration)),
            (ReferenceEquals(options.StateDataFormat, _state)
                && !ReferenceEquals(options.DataProtectionProvider, _dataProtection), nameof(options.DataProtectionProvider)),
        ];
        return settings.Where(setting => setting.IsChanged).Select(setting => setting.Name);
    }
}
