export type Theme = "system" | "light" | "dark";

/** What somebody chose on this device. */
class Settings {
  theme = $state<Theme>("system");
  notifications = $state(false);
  private notificationsWork = $state(true);

  constructor() {
    this.read();
    // What is chosen in one tab is chosen in all of them.
    addEventListener("storage", () => this.read());
  }

  chooseTheme(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem("parley.theme", theme);
    this.showTheme();
  }

  async chooseNotifications(on: boolean): Promise<void> {
    if (on && "Notification" in window && Notification.permission === "default") {
      await Notification.requestPermission();
    }
    this.notifications = on && this.mayNotify();
    localStorage.setItem("parley.notifications", this.notifications ? "on" : "off");
  }

  /** The browser has them, and they do not work. */
  notificationsFailed(): void {
    this.notificationsWork = false;
    this.notifications = false;
    localStorage.setItem("parley.notifications", "off");
  }

  chooseLanguage(language: string): void {
    localStorage.setItem("parley.language", language);
    location.reload();
  }

  /** Whether the browser would let us; false once somebody said no to it, or it could not. */
  get notificationsPossible(): boolean {
    return this.notificationsWork && "Notification" in window && Notification.permission !== "denied";
  }

  private read(): void {
    const theme = localStorage.getItem("parley.theme");
    this.theme = theme === "light" || theme === "dark" ? theme : "system";
    this.notifications = localStorage.getItem("parley.notifications") === "on" && this.mayNotify();
    this.showTheme();
  }

  private mayNotify(): boolean {
    return "Notification" in window && Notification.permission === "granted";
  }

  private showTheme(): void {
    if (this.theme === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = this.theme;
    }
  }
}

export const settings = new Settings();
