using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Models;

/// <summary>Models: shared by all tenants, registered by operators.</summary>
public sealed class ModelClient
{
    private const string Kind = "models";
    private readonly ApiTransport _transport;

    internal ModelClient(ApiTransport transport) => _transport = transport;

    /// <summary>A page of names after a name.</summary>
    public Task<NamePage> ListAsync(string? after = null, int? limit = null, CancellationToken cancellationToken = default) => NameList.PageAsync(_transport, Kind, after, limit, cancellationToken);

    /// <summary>All names, page by page.</summary>
    public IAsyncEnumerable<string> ListAllAsync(CancellationToken cancellationToken = default) => NameList.AllAsync(_transport, Kind, cancellationToken);

    /// <summary>What a name stands for now.</summary>
    public Task<ModelInfo> GetAsync(string name, CancellationToken cancellationToken = default) => _transport.GetAsync(ApiPath.Of(Kind, name), ClientJson.Default.ModelInfo, cancellationToken);

    /// <summary>Lets a name stand for a bundle, for jobs that start from now on. Needs a key with the scope admin. Safe to repeat.</summary>
    public Task<ModelInfo> RegisterAsync(ModelRegistration model, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Post(ApiPath.Of(Kind), JsonBody.Of(model, ClientJson.Default.ModelRegistration)) with { Repeatable = true }, ClientJson.Default.ModelInfo, cancellationToken);
}

/// <summary>A model.</summary>
/// <param name="Name">Of it.</param>
/// <param name="Hash">SHA-256 over its files, lower-case hex.</param>
/// <param name="Devices">Device threads of the cluster that could run it now; null = not looked at.</param>
public sealed record ModelInfo(string Name, string Hash, int? Devices);

/// <summary>What a name shall stand for.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Path">Of its folder, as every silo with a device sees it.</param>
/// <param name="Hash">SHA-256 over its files, lower-case hex; <c>alignzeg model show</c> says it.</param>
public sealed record ModelRegistration(string Name, string Path, string Hash);
