using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reads the value of one setting. A setting with the value <c>null</c> is not set.</summary>
internal static class SettingValue
{
    public static Action<TOptions, IConfigurationSection> Text<TOptions>(Action<TOptions, string> set) =>
        (options, setting) =>
        {
            if (Of(setting) is { } value)
            {
                set(options, value);
            }
        };

    public static Action<TOptions, IConfigurationSection> Path<TOptions>(Action<TOptions, string> set) =>
        Text<TOptions>((options, value) => set(
            options, value is "" or ['/', ..] ? value : throw new SettingFormatException("write a path that begins with /.")));

    public static Action<TOptions, IConfigurationSection> Flag<TOptions>(Action<TOptions, bool> set) =>
        Text<TOptions>((options, value) => set(
            options,
            bool.TryParse(value, out var flag) ? flag : throw new SettingFormatException("write true or false.")));

    public static Action<TOptions, IConfigurationSection> Number<TOptions>(Action<TOptions, int> set) =>
        Text<TOptions>((options, value) => set(
            options,
            int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new SettingFormatException("write a whole number.")));

    /// <summary>A number alone would be days: nobody who writes 60 means that.</summary>
    public static Action<TOptions, IConfigurationSection> Time<TOptions>(Action<TOptions, TimeSpan> set) =>
        Text<TOptions>((options, value) => set(
            options,
            value.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time)
                ? time
                : throw new SettingFormatException("write hours, minutes and seconds: 00:00:30.")));

    public static Action<TOptions, IConfigurationSection> Choice<TOptions, TChoice>(Action<TOptions, TChoice> set)
        where TChoice : struct, Enum =>
        Text<TOptions>((options, value) => set(
            options,
            Enum.GetNames<TChoice>().Contains(value, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse<TChoice>(value, ignoreCase: true)
                : throw new SettingFormatException($"write one of {string.Join(", ", Enum.GetNames<TChoice>())}.")));

    /// <summary>Entries below a setting. A key may hold colons, as an audience does, although configuration takes them for
    /// levels of its own.</summary>
    public static Action<TOptions, IConfigurationSection> Entries<TOptions>(
        Func<TOptions, IDictionary<string, string>> entries) =>
        (options, setting) =>
        {
            if (!string.IsNullOrEmpty(setting.Value))
            {
                throw new SettingFormatException("write entries below it, each with a key and a value.");
            }

            foreach (var (key, value) in setting.AsEnumerable(makePathsRelative: true))
            {
                if (key.Length > 0 && value is not null)
                {
                    entries(options)[key] = value;
                }
            }
        };

    /// <summary>Texts below a setting, as an array in a file. What the setting held before stays before them.</summary>
    public static Action<TOptions, IConfigurationSection> Texts<TOptions>(Func<TOptions, IList<string>> texts) =>
        (options, setting) =>
        {
            if (!string.IsNullOrEmpty(setting.Value))
            {
                throw new SettingFormatException("write a list of values.");
            }

            foreach (var child in setting.GetChildren())
            {
                if (Of(child) is { } value)
                {
                    texts(options).Add(value);
                }
            }
        };

    private static string? Of(IConfigurationSection setting) =>
        setting.GetChildren().Any() ? throw new SettingFormatException("write one value, with nothing below it.") : setting.Value;
}
