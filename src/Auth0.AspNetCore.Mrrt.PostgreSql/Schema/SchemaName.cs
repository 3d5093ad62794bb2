namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>A schema's name that needs no escaping inside its quotes.</summary>
internal sealed record SchemaName
{
    private const int Longest = 63;

    public SchemaName(string name)
    {
        if (!IsValid(name))
        {
            throw new ArgumentException(
                "A schema's name is of lower-case letters, digits and underscores, and begins with no digit.",
                nameof(name));
        }

        Name = name;
    }

    public string Name { get; }

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= Longest }
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>The full name of a table or a function, quoted: no search path decides which one is meant.</summary>
    public string Table(string table) => $"\"{Name}\".{table}";

    public override string ToString() => $"\"{Name}\"";
}
