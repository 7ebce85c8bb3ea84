import { Refused, Unreachable, isPassing, isTooMany } from "./client.js";

/**
 * One conversation with the server: starts or resumes it, sends one turn at a time, and hands
 * every outcome to its view. It knows nothing of the page.
 */
export class Conversation {
  #client;
  #memory;
  #view;
  #page;
  #choices = null;
  #lastMessage = -1;
  #pending = false;
  #running = Promise.resolve();
  #failed = new Map(); // what tries it again, to the view of the message that it was, null for others

  /**
   * `memory` keeps the conversation over a reload, `page` is where it takes place:
   * follow(language) resolves to the view in the language that the conversation has got;
   * `settings.opening` is the patch of the profile that one begins with, or null; answered(answer)
   * and forgotten() are told what has happened.
   */
  constructor(client, memory, view, page) {
    this.#client = client;
    this.#memory = memory;
    this.#view = view;
    this.#page = page;
  }

  /** Resolves when nothing is under way. */
  get idle() {
    return this.#running;
  }

  /** Goes on where the tab was, or greets. */
  begin() {
    return this.#attempt(() => this.#resumeOrStart());
  }

  /** Sends {text} or {payload}; `shown` is what the family sees of it. False while a turn is pending. */
  say(turn, shown) {
    if (this.#pending) return false;
    const again = () => this.#sayUnlessAnswered(turn);
    this.#attempt(() => this.#say(turn), again, this.#view.showOwn(shown));
    return true;
  }

  /** Tries what failed once more, in its order: the connection is back, or a pause is over. */
  async resume() {
    for (const retry of [...this.#failed.keys()]) if (!(await retry())) return;
  }

  /** Goes on in a language that was chosen by hand. */
  async speak(language) {
    await this.#running;
    return this.#attempt(async () => {
      await this.#change(language);
      if (this.#memory.conversation === null) return;
      await this.#receive(await this.#client.correct(this.#memory.conversation, { language }));
    });
  }

  correct(patch) {
    return this.#attempt(async () => {
      await this.#receive(await this.#client.correct(this.#memory.conversation, patch));
      this.#view.showCorrected();
    });
  }

  /** Belongs to no turn: it neither waits for one nor holds one up. */
  rate(offer, kind) {
    return this.#client.rate(offer, kind);
  }

  /** Deletion and new start wait for what is under way: they are never lost. */
  async remove() {
    await this.#running;
    return this.#attempt(async () => {
      this.#view.showDeleted(await this.#forget());
    });
  }

  /** Waits for nothing: the page is about to go. */
  leave() {
    for (const id of this.#memory.forgetAll()) this.#client.leave(id);
  }

  async restart() {
    await this.#running;
    return this.#attempt(async () => {
      await this.#forget();
      this.#view.clear();
      await this.#start();
    });
  }

  /** `message` is what the view shows of it, where a message is sent. */
  #attempt(work, again = work, message = null) {
    if (this.#pending) return Promise.resolve(false);
    this.#running = this.#run(work, again, message);
    return this.#running;
  }

  async #run(work, again, message) {
    this.#pending = true;
    this.#view.showPending(true);
    // Unsent messages stay to be sent; anything else that failed is overtaken by what is done now.
    for (const [retry, unsent] of this.#failed) if (!unsent) this.#failed.delete(retry);
    try {
      await work();
      return true;
    } catch (error) {
      this.#fail(error, again, message);
      // A fault of ours: the family is told, and the console has to show where it is.
      if (!(error instanceof Refused || error instanceof Unreachable)) reportError(error);
      return false;
    } finally {
      this.#pending = false;
      this.#view.showPending(false);
    }
  }

  #fail(error, again, message) {
    const retry = async () => {
      if (this.#pending) return false;
      this.#failed.delete(retry);
      if (message) this.#view.showSending(message);
      return this.#attempt(again, again, message);
    };
    this.#view.showFailure(error, retry, message);
    if (!isPassing(error)) return;
    this.#failed.set(retry, message);
    if (isTooMany(error) && error.wait) setTimeout(() => this.resume(), error.wait * 1000);
  }

  async #resumeOrStart() {
    if (this.#memory.conversation === null) return this.#start();
    await this.#prepare();
    try {
      const answer = await this.#client.read(this.#memory.conversation);
      this.#view.clear();
      await this.#receive(answer, { restored: true });
    } catch (error) {
      if (!isGone(error)) throw error;
      await this.#replace();
    }
  }

  async #start({ greet = true } = {}) {
    await this.#prepare();
    const answer = await this.#client.start();
    this.#memory.conversation = answer.id;
    this.#lastMessage = -1;
    await this.#receive(greet ? await this.#opened(answer) : { ...answer, messages: [] });
  }

  /** The greeting, and what the server says to what the page is about. */
  async #opened(greeting) {
    const { opening } = this.#page.settings;
    if (!opening) return greeting;
    try {
      const answer = await this.#client.correct(greeting.id, opening);
      return { ...answer, messages: [...greeting.messages, ...answer.messages] };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.warn("family-guide: context:", error); // no fault of the family, which is greeted all the same
      return greeting;
    }
  }

  /** The names that the view needs: of topics, districts and phases of childhood. */
  async #prepare() {
    if (this.#choices) return;
    const client = this.#client;
    const answers = await Promise.all([client.topics(), client.districts(), client.phases()]);
    this.#choices = Object.assign({}, ...answers);
    this.#view.useChoices(this.#choices);
  }

  async #say(turn) {
    if (this.#memory.conversation === null) await this.#start({ greet: false });
    try {
      await this.#receive(await this.#client.say(this.#memory.conversation, turn));
    } catch (error) {
      if (!isGone(error)) throw error;
      await this.#replaceAndSay(turn);
    }
  }

  /** A quick reply means nothing in a new conversation, words still do. */
  async #replaceAndSay(turn) {
    await this.#replace({ greet: turn.text === undefined });
    if (turn.text !== undefined) {
      await this.#receive(await this.#client.say(this.#memory.conversation, turn));
    }
  }

  /** The answer may have been lost on its way, after the server had taken the turn. */
  async #sayUnlessAnswered(turn) {
    if (this.#memory.conversation === null) return this.#say(turn);
    const missed = await this.#missedMessages();
    if (missed?.messages.at(-1)?.author !== "bot") return this.#say(turn);
    await this.#receive({ ...missed, messages: missed.messages.filter((m) => m.author === "bot") });
  }

  async #missedMessages() {
    try {
      const answer = await this.#client.read(this.#memory.conversation);
      return { ...answer, messages: answer.messages.filter((m) => m.id > this.#lastMessage) };
    } catch (error) {
      if (!isGone(error)) throw error;
      return null;
    }
  }

  async #replace(options) {
    this.#memory.conversation = null;
    this.#view.showExpired();
    await this.#start(options);
  }

  async #forget() {
    this.#failed.clear();
    const { conversation } = this.#memory;
    let isForgotten = true;
    try {
      if (conversation !== null) isForgotten = await this.#client.remove(conversation);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    this.#memory.conversation = null;
    if (conversation !== null) this.#page.forgotten();
    return isForgotten;
  }

  async #receive(answer, { restored = false } = {}) {
    const { messages, profile, crisis = null } = answer;
    if (profile.language !== this.#client.language) await this.#change(profile.language);
    for (const { id } of messages) this.#lastMessage = Math.max(this.#lastMessage, id);
    this.#view.showProfile(profile); // first: chips take room, and the messages scroll into the rest
    this.#view.showCrisis(crisis);
    this.#view.showMessages(messages, restored);
    if (!restored) this.#page.answered(answer);
  }

  /** The view of the new language takes over what the old one shows. */
  async #change(language) {
    this.#client.language = language;
    this.#memory.language = language;
    this.#choices = null;
    this.#view = await this.#page.follow(language);
    await this.#prepare();
  }
}

function isGone(error) {
  return error instanceof Refused && error.status === 404;
}
