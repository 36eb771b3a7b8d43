namespace AlignZeg.Abstractions.Models;

/// <summary>What a model's name stands for. Key: <see cref="ModelKey"/>.</summary>
[Alias("alignzeg.model")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Lets the name stand for the bundle from now on; jobs that run keep the bundle that they were started with.</summary>
    /// <param name="path">The bundle's folder, absolute, as every silo with a device sees it.</param>
    /// <param name="hash">SHA-256 over the bundle's files, lower-case hex.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("register")]
    Task<ModelBundle> RegisterAsync(string path, string hash, CancellationToken cancellationToken = default);

    /// <summary>What the name stands for.</summary>
    /// <exception cref="ModelNotFoundException">Nothing yet.</exception>
    [Alias("resolve")]
    Task<ModelBundle> ResolveAsync(CancellationToken cancellationToken = default);

    /// <summary>The devices of the cluster that could run it now.</summary>
    [Alias("instances")]
    Task<IReadOnlyList<ModelInstanceKey>> ListInstancesAsync(CancellationToken cancellationToken = default);
}
