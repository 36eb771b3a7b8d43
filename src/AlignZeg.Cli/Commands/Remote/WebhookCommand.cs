using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Webhooks;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg webhook add|list|show|remove|rotate|ping|deliveries|redeliver</c>. A new secret is shown once, and nothing else is on its line, so that it can go into a file.</summary>
internal static class WebhookCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Its name." };

    private static readonly Argument<string> Delivery = new("delivery") { Description = "Of the event, as 'webhook deliveries' says it." };

    private static readonly Option<string> Url = new("--url") { Description = "Where events are sent: https.", Required = true };

    private static readonly Option<string[]> Events = new("--event") { Description = "Only events of this type, job.completed for one; may be given several times. Default: all." };

    private static readonly Option<bool> Disabled = new("--disabled") { Description = "Send nothing, and keep nothing to be sent later." };

    public static Command Create() => new("webhook", "Where the events of jobs are sent, signed, at least once.")
    {
        RemoteVerb.Of("add", "Make a webhook, or change it; the secret of a new one is shown now and never again.", AddAsync, Name, Url, Events, Disabled),
        RemoteVerb.Of("list", "List the webhooks.", ListAsync),
        RemoteVerb.Of("show", "Show a webhook.", async (call, cancellationToken) => Show(call, await call.Client.Webhooks.GetAsync(NameOf(call), cancellationToken)), Name),
        RemoteVerb.Of("remove", "End a webhook, with all that it has not delivered.", RemoveAsync, Name),
        RemoteVerb.Of("rotate", "Make a new secret, shown now and never again; for a while deliveries are signed with both.", RotateAsync, Name),
        RemoteVerb.Of("ping", "Send the event webhook.ping, once.", async (call, cancellationToken) => Show(call, await call.Client.Webhooks.PingAsync(NameOf(call), cancellationToken)), Name),
        RemoteVerb.Of("deliveries", "List what is pending, and the last deliveries that are not.", DeliveriesAsync, Name),
        RemoteVerb.Of("redeliver", "Deliver an event again, under the same id.", RedeliverAsync, Name, Delivery),
    };

    private static string NameOf(RemoteCall call) => call.Parsed.GetRequiredValue(Name);

    private static async Task<int> AddAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var events = call.Parsed.GetValue(Events) is { Length: > 0 } some ? some : null;
        var order = new WebhookOrder(call.Parsed.GetRequiredValue(Url), events, !call.Parsed.GetValue(Disabled));
        return ShowSecret(call, await call.Client.Webhooks.PutAsync(NameOf(call), order, cancellationToken));
    }

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var hooks = await call.Client.Webhooks.ListAsync(cancellationToken);
        await call.Output.ListAsync(hooks.ToAsyncEnumerable(), ["Webhook", "Url", "Events", "State", "Pending"], hook => [hook.Name, hook.Url, string.Join(", ", hook.Events), State(hook), Figures.Count(hook.Pending)],
            "There are no webhooks; make one with: alignzeg webhook add");
        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Client.Webhooks.DeleteAsync(NameOf(call), cancellationToken);
        if (call.Output.Json) call.Output.Show(new { Event = "removed", Webhook = NameOf(call) });
        else call.Output.Say($"The webhook '{NameOf(call)}' has ended.");
        return ExitCode.Done;
    }

    private static async Task<int> RotateAsync(RemoteCall call, CancellationToken cancellationToken) => ShowSecret(call, await call.Client.Webhooks.RotateSecretAsync(NameOf(call), cancellationToken));

    private static async Task<int> DeliveriesAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(call.Client.Webhooks.ListDeliveriesAsync(NameOf(call), cancellationToken), ["Delivery", "Event", "Job", "State", "Tries", "Last answer", "Next try"], one =>
            [one.Id, one.Type, one.Job, State(one), Figures.Count(one.Attempts), one.LastProblem ?? $"{one.LastStatus}", one.NextAttemptAt is { } next ? JobPage.Time(next) : ""], "Nothing was sent yet.");
        return ExitCode.Done;
    }

    private static async Task<int> RedeliverAsync(RemoteCall call, CancellationToken cancellationToken) =>
        Show(call, await call.Client.Webhooks.RedeliverAsync(NameOf(call), call.Parsed.GetRequiredValue(Delivery), cancellationToken));

    // Of a webhook that was only changed there is no secret to show.
    private static int ShowSecret(RemoteCall call, Webhook hook)
    {
        if (call.Output.Json || hook.Secret is not { } secret) return Show(call, hook);
        Console.Error.WriteLine($"The secret of '{hook.Name}', which verifies its deliveries; it is shown now and never again:");
        Console.Out.WriteLine(secret);
        return ExitCode.Done;
    }

    private static int Show(RemoteCall call, Webhook hook)
    {
        call.Output.Show(hook, ("Webhook", hook.Name), ("Url", hook.Url), ("Events", string.Join(", ", hook.Events)), ("State", State(hook)), ("Problem", hook.Problem), ("Pending", Figures.Count(hook.Pending)),
            ("Given up", hook.Dropped > 0 ? Figures.Count(hook.Dropped) : null), ("Made", JobPage.Time(hook.CreatedAt)));
        return ExitCode.Done;
    }

    private static int Show(RemoteCall call, WebhookDelivery one)
    {
        call.Output.Show(one, ("Delivery", one.Id), ("Event", one.Type), ("Job", one.Job), ("State", State(one)), ("Tries", Figures.Count(one.Attempts)));
        return ExitCode.Done;
    }

    private static string State(Webhook hook) => hook.Enabled ? "on" : "off";

    private static string State(WebhookDelivery one) => one.State.ToString().ToLowerInvariant();
}
