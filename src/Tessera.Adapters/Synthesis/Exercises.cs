using System.Text.Json;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Synthesis;

/// <summary>Tasks that ask for the careful form, wherever and by whomever a sentence is told: one task for each construction, one family for each habit.</summary>
internal static class Exercises
{
    /// <summary>Writes the examples of a task as JSON lines: pairs of sentences, or prompt, answer and, where one chooses, wrong answers.</summary>
    public static IEnumerable<string> Write(Construction construction, Seed seed, int count)
    {
        var family = JsonNamingPolicy.CamelCase.ConvertName(construction.Habit.ToString());
        return Draw(construction, seed, count).Select(example => example switch
        {
            { Prompt: "" } => JsonSerializer.Serialize(new { family, sentence_good = example.Answer, sentence_bad = example.Others[0] }),
            { Others: [] } => JsonSerializer.Serialize(new { family, prompt = example.Prompt, answer = example.Answer }),
            _ => JsonSerializer.Serialize(new { family, prompt = example.Prompt, answer = example.Answer, others = example.Others }),
        });
    }

    /// <summary>Draws the examples of a task, no two of them the same.</summary>
    public static IReadOnlyList<TaskExample> Draw(Construction construction, Seed seed, int count)
    {
        var (examples, seen, own) = (new List<TaskExample>(count), new HashSet<string>(StringComparer.Ordinal), seed.Derive(construction.Name));
        // Where so many different ones do not exist, some come twice: the facts of a small world are few.
        for (var number = 0; examples.Count < count; number++)
        {
            var (example, differs) = Draw(construction, own.Derive("example", number));
            if (differs && (seen.Add(example.Prompt + Construction.Gap + example.Answer) || number > 50 * count)) examples.Add(example);
        }

        return examples;
    }

    private static (TaskExample Example, bool Differs) Draw(Construction construction, Seed seed)
    {
        var place = Places.All[seed.Derive("place").CreateRandom().Next(Places.All.Count)];
        var habits = Habits.Draw(place, seed.Derive("habits").CreateRandom());
        var (careful, free) = (Say(true), Say(false));
        IReadOnlyList<string> others = construction.Habit switch
        {
            // The other homes are possible answers, too; what is asked for in a reply is written, not chosen.
            Habit.Homes => [free.Answer, .. place.Beings.Select(being => being.Home + ".").Where(home => home != careful.Answer && home != free.Answer).Take(2)],
            Habit.Replies => [],
            _ => [free.Answer],
        };
        return (new TaskExample(careful.Prompt, careful.Answer, others), careful.Answer != free.Answer);

        (string Prompt, string Answer) Say(bool form)
        {
            var parts = construction.Say(new Speaker(place, habits.With(construction.Habit, form), seed.Derive("words").CreateRandom())).Split(Construction.Gap);
            return parts is [var prompt, var answer] ? (prompt, answer.Trim()) : (string.Empty, parts[0]);
        }
    }
}
