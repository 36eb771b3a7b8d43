using AlignZeg.Abstractions.Models;
using AlignZeg.Server.Endpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AlignZeg.Server.Hosting;

/// <summary>A model that a server has of itself, so that a new one can label at once.</summary>
public static class OfferedModel
{
    /// <summary>Registers a model under a name, unless an operator has given the name to another.</summary>
    /// <param name="host">With the API, started.</param> <param name="name">Of the model.</param> <param name="path">Its folder.</param>
    /// <param name="hash">Over its files; where the folder is the registered one and this differs, an update has changed the files, and the name stands for these now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the name stands for it.</returns>
    public static async Task<bool> OfferModelAsync(this IHost host, string name, string path, string hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var model = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IModelGrain>(new ModelKey(name).ToString());
        if (await KnownAsync(model, cancellationToken) is { } known && known.Path != path) return false;
        await model.RegisterAsync(path, hash, cancellationToken);
        await host.Services.GetRequiredService<Catalogue>().AddModelAsync(name, cancellationToken);
        return true;
    }

    private static async Task<ModelBundle?> KnownAsync(IModelGrain model, CancellationToken cancellationToken)
    {
        try
        {
            return await model.ResolveAsync(cancellationToken);
        }
        catch (ModelNotFoundException)
        {
            return null;
        }
    }
}
