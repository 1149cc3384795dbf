namespace Tessera.Sdk.Steps;

/// <summary>A step output that saves itself as files, so that a resumed run can take it up again.</summary>
/// <remarks>Outputs that do not implement this are stored as JSON.</remarks>
/// <typeparam name="TSelf">The implementing class.</typeparam>
public interface IArtifact<TSelf> where TSelf : class, IArtifact<TSelf>
{
    /// <summary>Writes everything that <see cref="LoadAsync"/> needs.</summary>
    /// <param name="folder">An empty folder that exists.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A task that ends when all is written.</returns>
    Task SaveAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Reads what <see cref="SaveAsync"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>An equal artifact.</returns>
    static abstract Task<TSelf> LoadAsync(string folder, CancellationToken cancellationToken);
}
