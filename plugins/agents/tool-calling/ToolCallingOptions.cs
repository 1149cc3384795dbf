using System.ComponentModel.DataAnnotations;

namespace Tessera.Agents.ToolCalling;

/// <summary>Options of <c>agent/tool-calling</c>.</summary>
public sealed class ToolCallingOptions
{
    /// <summary>What the model is told of its work, before the task.</summary>
    /// <value>The default value asks for observation before change, and for a check after it.</value>
    [MinLength(1)]
    public string SystemPrompt { get; set; } = """
        You repair software. You see and change the project only through the tools.
        Look before you change: run the program, trace its functions or stop it in the debugger, and read values rather than guess them.
        Change as little as is needed. When you believe that the work is done, run the evaluation, and submit once it passes.
        """;

    /// <summary>How many tokens of conversation the model is shown at most; older steps are left out first.</summary>
    /// <value>The default value is null: what the model can read, or 100,000 where it does not say.</value>
    [Range(2_000, 100_000_000)]
    public int? ContextTokens { get; set; }

    /// <summary>How many tokens one answer may have.</summary>
    /// <value>The default value is 4,096 tokens.</value>
    [Range(16, 1_000_000)]
    public int AnswerTokens { get; set; } = 4096;

    /// <summary>The temperature at which answers are drawn.</summary>
    /// <value>The default value is 0.</value>
    [Range(0.0, 2.0)]
    public double Temperature { get; set; }

    /// <summary>Whether every answer must call a tool, for models that can be made to.</summary>
    /// <value>The default value is false: an answer without a call is reminded of the tools.</value>
    public bool MustCall { get; set; }

    /// <summary>How many successful calls of a rewriting tool come before the debugging tools are offered; 0 offers them at once.</summary>
    /// <value>The default value is 0. The third agent of debug-gym (arXiv 2503.21557) uses 5.</value>
    [Range(0, 10_000)]
    public int DebuggersAfterRewrites { get; set; }

    /// <summary>The tools that are held back until then.</summary>
    /// <value>The default value is [pdb, trace].</value>
    public IReadOnlyList<string> Debuggers { get; set; } = ["pdb", "trace"];

    /// <summary>The tools whose successful calls count as rewrites.</summary>
    /// <value>The default value is [rewrite].</value>
    public IReadOnlyList<string> Rewriters { get; set; } = ["rewrite"];

    /// <summary>How many answers in a row may call no tool before the agent gives up.</summary>
    /// <value>The default value is 3 answers.</value>
    [Range(1, 100)]
    public int MaxIdleAnswers { get; set; } = 3;
}
