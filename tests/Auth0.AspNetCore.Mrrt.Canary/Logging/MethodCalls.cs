using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Auth0.AspNetCore.Mrrt.Canary.Logging;

/// <summary>Reads calls and texts out of the compiled code of a method (ECMA-335, partition III).</summary>
internal static class MethodCalls
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The methods that a method calls and the texts that it loads, in the order of its code.</summary>
    public static IEnumerable<(MethodBase? Called, string? Text)> Of(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var at = 0;
        while (at < code.Length)
        {
            var instruction = code[at] == 0xfe
                ? OpCodesByValue[BinaryPrimitives.ReadInt16BigEndian(code.AsSpan(at))]
                : OpCodesByValue[code[at]];
            at += instruction.Size;
            if (instruction.OperandType == OperandType.InlineString)
            {
                yield return (null, method.Module.ResolveString(BitConverter.ToInt32(code, at)));
            }
            else if (instruction.OperandType == OperandType.InlineMethod)
            {
                yield return (Resolve(method, BitConverter.ToInt32(code, at)), null);
            }

            at += OperandSize(instruction, code, at);
        }
    }

    private static MethodBase Resolve(MethodBase caller, int token) => caller.Module.ResolveMethod(
        token,
        caller.DeclaringType?.GetGenericArguments(),
        caller.IsGenericMethod ? caller.GetGenericArguments() : null)!;

    private static int OperandSize(OpCode instruction, byte[] code, int at) => instruction.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
