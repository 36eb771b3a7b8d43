using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Models;

/// <summary>Counts what a model's text tower would read. Every prompt is counted, for no bound is exact: how a name joins its template changes its tokens.</summary>
internal static class PromptCounting
{
    /// <summary>A text alone.</summary>
    public static TextInspection Alone(ISegmenter model, string text)
    {
        var report = model.Inspect(text);
        return new(text, report.Tokens, report.UnknownWords, report.Truncated, report.Context, report.Tokens);
    }

    /// <summary>Every text of the classes with its count in the template where it is longest.</summary>
    /// <param name="model">Called on the thread of its device.</param> <param name="texts">Names.</param> <param name="templates">Empty = the model's own.</param>
    /// <param name="cancellationToken">Checked before every text.</param>
    public static IReadOnlyList<TextInspection> Longest(ISegmenter model, IEnumerable<string> texts, IReadOnlyList<string> templates, CancellationToken cancellationToken)
    {
        string[] distinct = [.. (templates.Count > 0 ? templates : model.Templates).Distinct(StringComparer.Ordinal)];
        return [.. texts.Select(Counted)];

        TextInspection Counted(string text)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (template, longest) = distinct.Select(one => (one, model.Inspect(ClassifierRequest.Prompt(one, text)))).MaxBy(one => one.Item2.Tokens);
            return Alone(model, text) with { Template = template, PromptTokens = longest.Tokens, Truncated = longest.Truncated };
        }
    }
}
