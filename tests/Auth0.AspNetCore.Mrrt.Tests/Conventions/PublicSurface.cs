using System.Reflection;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>Renders what an assembly shows to the world, with nullability and defaults, in a fixed order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Render(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append(Parents(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Parents(Type type)
    {
        Type?[] parents = [type.BaseType == typeof(object) || type.IsValueType ? null : type.BaseType, .. type.GetInterfaces()];
        var names = parents.OfType<Type>().Where(parent => parent.IsVisible).Select(Name).Order(StringComparer.Ordinal);
        return type.IsEnum || !names.Any() ? "" : " : " + string.Join(", ", names);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        return type.GetMembers(Declared).Select(Member).OfType<string>();
    }

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo { IsPublic: true } field => $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}"
            + (field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : ""),
        ConstructorInfo constructor when Visible(constructor) => $"ctor({Parameters(constructor)})",
        PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod) =>
            $"{Modifiers(property.GetMethod ?? property.SetMethod!)}{Name(property.PropertyType)}"
            + $"{Mark(Nullability.Create(property).ReadState)} {property.Name} {{ "
            + (Visible(property.GetMethod) ? "get; " : "") + Setter(property) + "}",
        MethodInfo { IsSpecialName: false } method when Visible(method) && method.Name != "<Clone>$" =>
            $"{Modifiers(method)}{Name(method.ReturnType)}{Mark(Nullability.Create(method.ReturnParameter).ReadState)} "
            + $"{method.Name}({Parameters(method)})",
        _ => null,
    };

    private static string Setter(PropertyInfo property) => !Visible(property.SetMethod)
        ? ""
        : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : "set; ";

    private static string Modifiers(MethodBase method) =>
        (method.IsStatic ? "static " : "") + (method.IsFamily ? "protected " : "")
        + (method is { IsVirtual: true, IsFinal: false } && !method.DeclaringType!.IsInterface ? "virtual " : "");

    private static bool Visible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)}{Mark(Nullability.Create(parameter).ReadState)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "")));

    private static string Mark(NullabilityState state) => state == NullabilityState.Nullable ? "?" : "";

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying);
        }

        if (!type.IsGenericType)
        {
            return type.HasElementType && type.IsArray ? Name(type.GetElementType()!) + "[]" : type.Name;
        }

        var bare = type.Name.IndexOf('`', StringComparison.Ordinal) is > 0 and var tick ? type.Name[..tick] : type.Name;
        return $"{bare}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
