using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Tessera.Unloading;

/// <summary>Reads from a method's instructions what it calls.</summary>
internal static class MethodCalls
{
    private const byte TwoByteOpcode = 0xFE;

    private static readonly Dictionary<int, OperandType> _operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    /// <summary>The methods that the instructions name: called, or taken as a delegate.</summary>
    public static IEnumerable<EntityHandle> In(MethodBodyBlock body)
    {
        var found = new List<EntityHandle>();
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int opcode = code.ReadByte();
            if (opcode == TwoByteOpcode) opcode = opcode << 8 | code.ReadByte();
            switch (_operands.TryGetValue(opcode, out var operand) ? operand : throw new BadImageFormatException("There is no such instruction."))
            {
                case OperandType.InlineMethod or OperandType.InlineTok:
                    found.Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    // Read first: the left side of an addition would be looked at before.
                    var targets = code.ReadInt32();
                    code.Offset += checked(targets * sizeof(int));
                    break;
                default:
                    code.Offset += SizeOf(operand);
                    break;
            }
        }

        return found;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
