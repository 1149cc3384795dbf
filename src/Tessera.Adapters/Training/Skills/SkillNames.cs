using System.Globalization;

namespace Tessera.Adapters.Training.Skills;

/// <summary>Names of skills, of which the order by name is the order by number.</summary>
internal static class SkillNames
{
    public static string Of(int skill, int count) =>
        "skill-" + skill.ToString(CultureInfo.InvariantCulture).PadLeft((count - 1).ToString(CultureInfo.InvariantCulture).Length, '0');
}
