namespace Tessera.Agents.Human;

/// <summary>Asks a person for a line.</summary>
internal interface IPrompt
{
    /// <summary>Waits for a line.</summary>
    /// <param name="completion">Completes what is begun.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The line; null at the end of the input.</returns>
    Task<string?> ReadAsync(Completion completion, CancellationToken cancellationToken);
}
