using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Model.Bundles;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg model list</c> and <c>alignzeg model register</c>.</summary>
internal static class RemoteModelVerbs
{
    private static readonly Argument<string> Name = new("name") { Description = "What jobs shall call it." };

    private static readonly Argument<string> Folder = new("folder") { Description = "Of the model, as every silo with a device sees it." };

    private static readonly Option<string?> Hash = new("--hash") { Description = "Hash of the model, as 'alignzeg model show' says it. Default: that of the folder, if it is there on this machine too." };

    public static Command List() => RemoteVerb.Of("list", "List the models of a server.", ListAsync);

    public static Command Register() => RemoteVerb.Of("register", "Let a name stand for a model at a server, for jobs that start from now on. Needs a key with the scope admin.", RegisterAsync, Name, Folder, Hash);

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var models = call.Client.Models.ListAllAsync(cancellationToken).Select(async (string name, CancellationToken token) => await call.Client.Models.GetAsync(name, token));
        await call.Output.ListAsync(models, ["Model", "Devices", "Hash"], model => [model.Name, model.Devices is { } devices ? Figures.Count(devices) : null, model.Hash],
            "There are no models; an operator registers one with: alignzeg model register NAME FOLDER");
        return ExitCode.Done;
    }

    private static async Task<int> RegisterAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string folder = Path.GetFullPath(call.Parsed.GetRequiredValue(Folder));
        string hash = call.Parsed.GetValue(Hash) ?? ModelDescription.Of(folder).Hash;
        var model = await call.Client.Models.RegisterAsync(new(call.Parsed.GetRequiredValue(Name), folder, hash), cancellationToken);
        call.Output.Show(model, ("Model", model.Name), ("Folder", folder), ("Hash", model.Hash));
        return ExitCode.Done;
    }
}
