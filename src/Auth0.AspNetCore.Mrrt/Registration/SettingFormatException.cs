namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A value of a configuration section has the wrong form. The message says which form is right and never shows the
/// value.</summary>
internal sealed class SettingFormatException(string message) : FormatException(message);
