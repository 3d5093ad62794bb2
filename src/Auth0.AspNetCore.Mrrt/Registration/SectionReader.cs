using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reads plain settings out of a configuration section by name. It uses no reflection, so it works in trimmed
/// applications, and a file cannot set anything that is not listed.</summary>
/// <typeparam name="TOptions">The options that are set.</typeparam>
/// <param name="settings">How each setting is read; names are compared without regard to case.</param>
internal sealed class SectionReader<TOptions>(Dictionary<string, Action<TOptions, IConfigurationSection>> settings)
{
    private readonly Dictionary<string, Action<TOptions, IConfigurationSection>> _settings =
        new(settings, StringComparer.OrdinalIgnoreCase);

    public bool Knows(string key) => _settings.ContainsKey(key);

    /// <summary>Sets what the section names.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options to set.</param>
    /// <param name="isOthers">True for a setting of other options, which applications keep in the same section.</param>
    /// <exception cref="InvalidOperationException">A setting is unknown, or its value cannot be read.</exception>
    public void Read(IConfigurationSection section, TOptions options, Func<IConfigurationSection, bool> isOthers)
    {
        foreach (var setting in section.GetChildren())
        {
            if (_settings.TryGetValue(setting.Key, out var read))
            {
                Read(setting, options, read);
            }
            else if (!isOthers(setting))
            {
                throw Unknown(setting);
            }
        }
    }

    public static InvalidOperationException Unknown(IConfigurationSection setting) => new(
        $"The setting '{setting.Path}' is unknown, or cannot be read from configuration. Check its spelling, or set it in code.");

    private static void Read(
        IConfigurationSection setting, TOptions options, Action<TOptions, IConfigurationSection> read)
    {
        try
        {
            read(options, setting);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidOperationException($"The setting '{setting.Path}' cannot be read: {Reason(e)}");
        }
    }

    /// <summary>A framework's message may repeat the value, and the value may be a secret under a wrong name.</summary>
    private static string Reason(Exception e) =>
        e is SettingFormatException or ArgumentOutOfRangeException ? e.Message : "its value has the wrong form.";
}
