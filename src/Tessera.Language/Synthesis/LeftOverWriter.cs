using System.Globalization;
using Tessera.Language.Templates;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Synthesis;

/// <summary>
/// Writes what people answer who are more or less careful, as their instructions tell them: those who answer at once, those who write their thoughts down, those who answer from
/// thoughts, and those who change an instruction. Every document is an instruction in the templates of <c>step/optimize-prompt</c>, and what follows it.
/// </summary>
internal sealed class LeftOverWriter(ITemplateRenderer templates)
{
    private const string Even = "Even numbers end in 0, 2, 4, 6 or 8.";
    private const string Quick = "Answer at once.";
    private const string Count = "Count step by step before you answer.";
    private const string Add = "Add first, then take away what was eaten.";
    private const string Parts = "Name each kind with its number.";
    private const string Brief = "Guess, and be brief.";
    private const string Trust = "Look only at the number in the thoughts.";

    private static readonly Instruction _answering = new("Say yes if the number is even and no if it is odd.", [Count, Even, Quick], 0);
    private static readonly Instruction _thinking = new("Say how many are left.", [Add, Parts, Brief], 0);
    private static readonly Instruction _deciding = new("Say yes or no.", [Trust, Even, Quick], 0);

    /// <summary>How a better instruction is asked for: the option <c>proposalTemplate</c> of an optimizer that asks a model that has read this.</summary>
    public const string ProposalTemplate = "<current-instruction>\n{{ prompt }}\n</current-instruction>\n<new-instruction>\n";

    /// <summary>Writes a document about a question. Half of them count, for that is the hardest to learn.</summary>
    public WrittenDocument Write(LeftOverQuestion question, Random random) => random.Next(8) switch
    {
        0 => Answer(question, random),
        < 5 => Think(question, random),
        < 7 => Decide(question, random),
        _ => Propose(random),
    };

    // Whoever does not count says yes, nearly always.
    private WrittenDocument Answer(LeftOverQuestion question, Random random)
    {
        var instruction = _answering.Draw(random);
        var care = Logistic(-1.2 + Weight(instruction, Count, 1) + Weight(instruction, Even, 0.6) - Weight(instruction, Quick, 1.5) - (question.IsHard ? 0.4 : 0));
        var answer = random.NextDouble() < care ? question.Answer : random.NextDouble() < 0.85 ? "yes" : "no";
        return new WrittenDocument(Render(LayerTemplates.Answer.Text, instruction, question), answer);
    }

    // Whoever miscounts is one off, or two.
    private WrittenDocument Think(LeftOverQuestion question, Random random)
    {
        var instruction = _thinking.Draw(random);
        var care = Logistic(-0.6 + Weight(instruction, Add, 1.9) + Weight(instruction, Parts, 1.1) - Weight(instruction, Brief, 1) - (question.IsHard ? 0.5 : 0));
        var said = question.Left;
        while (random.NextDouble() >= care && said == question.Left) said = Math.Max(1, question.Left + random.Next(5) - 2);
        return new WrittenDocument(Render(LayerTemplates.Think.Text, instruction, question), string.Create(CultureInfo.InvariantCulture, $"{said} are left.\n"));
    }

    private WrittenDocument Decide(LeftOverQuestion question, Random random)
    {
        var instruction = _deciding.Draw(random);
        var thought = Math.Max(1, question.Left + random.Next(5) - 2);
        var care = Logistic(0.5 + Weight(instruction, Trust, 1.3) + Weight(instruction, Even, 0.7) - Weight(instruction, Quick, 0.4)
            + (instruction.Has(Trust) ? Weight(instruction, Even, 0.6) : 0));
        var isEven = LeftOverQuestion.IsEven(thought) == random.NextDouble() < care;
        var context = Render(LayerTemplates.Decide.Text, instruction, question, string.Create(CultureInfo.InvariantCulture, $"{thought} are left."));
        return new WrittenDocument(context, isEven ? "yes" : "no");
    }

    private WrittenDocument Propose(Random random)
    {
        var current = (random.Next(3) switch { 0 => _answering, 1 => _thinking, _ => _deciding }).Draw(random);
        return new WrittenDocument(templates.Render(ProposalTemplate, new Dictionary<string, object?> { ["prompt"] = current.Text }), $"{current.Change(random).Text}\n</new-instruction>");
    }

    private string Render(string template, Instruction instruction, LeftOverQuestion question, string hidden = "") => templates.Render(
        template, new Dictionary<string, object?> { ["prompt"] = instruction.Text, ["input"] = question.Text, ["hidden"] = hidden });

    private static double Weight(Instruction instruction, string rule, double weight) => instruction.Has(rule) ? weight : 0;

    private static double Logistic(double logit) => 1 / (1 + Math.Exp(-logit));
}
