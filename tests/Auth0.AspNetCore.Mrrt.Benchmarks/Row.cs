using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>One line of the summary: what was measured, and whether it is good enough.</summary>
/// <param name="Name">The row.</param>
/// <param name="Ratio">The time or the count in parts of what it is measured against, if it is.</param>
/// <param name="Bytes">The bytes: allocated by one call, kept for one session, or of the cookie.</param>
/// <param name="Target">The target as people say it.</param>
/// <param name="Ok">Whether it is met.</param>
/// <param name="Detail">What else was seen.</param>
internal sealed record Row(string Name, double? Ratio, double? Bytes, string Target, bool Ok, string Detail = "")
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"row={Name} ratio={Told(Ratio, "0.00")} bytes={Told(Bytes, "0")} target={Target} {(Ok ? "ok" : "MISS")}"
        + $"{(Detail.Length == 0 ? "" : " " + Detail)}");

    private static string Told(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
