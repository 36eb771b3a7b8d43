using System.CommandLine;
using AlignZeg.Cli.Bundles;
using AlignZeg.Cli.Commands.Remote;
using AlignZeg.Cli.Labelling;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg model import</c> and <c>alignzeg model show</c>.</summary>
internal static class ModelCommand
{
    private static readonly Option<string> San = new("--san") { Description = "A SAN checkpoint as published (san_vit_b_16.pth, san_vit_large_14.pth). Nothing in it is run.", Required = true };

    private static readonly Option<string> Clip = new("--clip") { Description = "The CLIP it was trained on: a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI with a vocabulary beside it.", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder of the new model; it must not exist yet.", Required = true };

    private static readonly Option<string?> Name = new("--name", "-n") { Description = "Of the model, for people. Default: the checkpoint's file name." };

    private static readonly Option<string?> Form = new("--form") { Description = "For a checkpoint of one's own: JSON with heads, fusion, supervised_blocks and clip_scale, which its tensors do not tell." };

    private static readonly Option<string?> Seen = new("--seen") { Description = "Text file with the names of the classes that it was trained on, one per line." };

    private static readonly Argument<string?> Model = new("model") { Description = "Folder of a model. Default: the one that ships with alignzeg.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<bool> Tensors = new("--tensors") { Description = "List every tensor and its shape too." };

    public static Command Create() => new("model", "Make models of published checkpoints, say what a model is, and register models at a server.")
    {
        Import(), Show(), RemoteModelVerbs.List(), RemoteModelVerbs.Register(),
    };

    private static Command Import()
    {
        var command = new Command("import", "Make a model that `alignzeg label --model` runs from a published SAN checkpoint and its CLIP.") { San, Clip, Output, Name, Form, Seen, CommonOptions.Json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => new BundleImport(parsed.GetRequiredValue(San), parsed.GetRequiredValue(Clip), parsed.GetRequiredValue(Output), parsed.GetValue(Name), parsed.GetValue(Form), parsed.GetValue(Seen))
                .Run(parsed.GetValue(CommonOptions.Json)),
            cancellationToken));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Say what a model is: its form, sizes, seen classes and hash.") { Model, Tensors, CommonOptions.Json };
        command.SetAction(parsed => BundlePage.Show(parsed.GetValue(Model) ?? LabelPlan.DefaultModel, parsed.GetValue(Tensors), parsed.GetValue(CommonOptions.Json)));
        return command;
    }
}
