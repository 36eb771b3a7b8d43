using System.Text.Json;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using Spectre.Console;

namespace AlignZeg.Cli.Remote;

/// <summary>What a verb has to show: a table for people, a line of JSON each for machines.</summary>
/// <param name="json">For machines.</param>
internal sealed class RemoteOutput(bool json)
{
    public bool Json => json;

    /// <summary>One thing: its facts, one below the other.</summary>
    public void Show<T>(T value, params ReadOnlySpan<(string Subject, string? Fact)> facts)
    {
        if (json)
        {
            Line(value);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        foreach (var (subject, fact) in facts)
            if (fact is not null) table.AddRow(Markup.Escape(subject), Markup.Escape(fact));
        ClosingTable.Console().Write(table);
    }

    /// <summary>Many things: a row for each.</summary>
    /// <param name="values">They; for machines, each is written when it comes.</param> <param name="columns">Of the table.</param> <param name="row">Their cells.</param> <param name="none">What to say if there are none.</param>
    public async Task ListAsync<T>(IAsyncEnumerable<T> values, string[] columns, Func<T, string?[]> row, string none)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        await foreach (var value in values)
        {
            if (json) Line(value);
            else table.AddRow([.. row(value).Select(cell => Markup.Escape(cell ?? ""))]);
        }

        if (json) return;
        if (table.Rows.Count == 0) Console.Out.WriteLine(none);
        else ClosingTable.Console().Write(table);
    }

    /// <summary>A sentence for people; machines have been told otherwise.</summary>
    public void Say(string sentence)
    {
        if (!json) Console.Out.WriteLine(sentence);
    }

    private static void Line<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, ResultJson.Line));
}
